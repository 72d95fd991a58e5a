import { isPlainObject } from './plain.ts'

/** More fields than this are not worth a column each. */
const MAX_FIELDS = 64

/**
 * The shape of records that travel as columns: tuples of one length, or plain objects with the same property names in
 * the same order. Code is generated for each, so that every property access sees one kind of object.
 */
export interface RowShape {
  /** Says all about the shape: a number of fields, or a JSON array of names. */
  readonly id: string
  readonly fields: number
  /** The fields of all records as columns, or undefined when a record has another shape. */
  extract(records: readonly unknown[]): unknown[][] | undefined
  /** Makes records of columns. */
  build(columns: readonly (readonly unknown[])[], count: number): unknown[]
}

/** The id of the shape of a plain object; undefined for an object without fields, with too many, or of another kind. */
export function objectShapeId(value: object): string | undefined {
  if (!isPlainObject(value)) return undefined
  const names = Object.keys(value)
  return names.length === 0 || names.length > MAX_FIELDS ? undefined : JSON.stringify(names)
}

export function rowShape(id: string): RowShape {
  return id.startsWith('[') ? objectShape(id, JSON.parse(id) as string[]) : tupleShape(id, Number(id))
}

function tupleShape(id: string, length: number): RowShape {
  const fields = Array.from({ length }, (_, index) => index)
  return {
    id,
    fields: length,
    extract: generate(
      'array, prototype',
      `return (records) => {
        const count = records.length
        ${fields.map((field) => `const c${field} = new Array(count)`).join('\n')}
        for (let i = 0; i < count; i++) {
          const r = records[i]
          if (!Array.isArray(r) || r.length !== ${length} || Object.getPrototypeOf(r) !== prototype || r.index !== undefined) return undefined
          ${fields.map((field) => `const v${field} = r[${field}]; if (v${field} === undefined) return undefined; c${field}[i] = v${field}`).join('\n')}
        }
        return [${fields.map((field) => `c${field}`).join(', ')}]
      }`,
    )(Array, Array.prototype) as RowShape['extract'],
    build: generate(
      '',
      `return (columns, count) => {
        const records = new Array(count)
        ${fields.map((field) => `const c${field} = columns[${field}]`).join('\n')}
        for (let i = 0; i < count; i++) records[i] = [${fields.map((field) => `c${field}[i]`).join(', ')}]
        return records
      }`,
    )() as RowShape['build'],
  }
}

function objectShape(id: string, names: readonly string[]): RowShape {
  const literals = names.map((name) =>
    JSON.stringify(name).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029'),
  )
  return {
    id,
    fields: names.length,
    extract: generate(
      'names, prototype',
      `return (records) => {
        const count = records.length
        ${names.map((_, field) => `const c${field} = new Array(count)`).join('\n')}
        for (let i = 0; i < count; i++) {
          const r = records[i]
          if (typeof r !== 'object' || r === null || Object.getPrototypeOf(r) !== prototype) return undefined
          let field = 0
          for (const name in r) if (name !== names[field++]) return undefined
          if (field !== ${names.length}) return undefined
          ${literals.map((name, field) => `c${field}[i] = r[${name}]`).join('\n')}
        }
        return [${names.map((_, field) => `c${field}`).join(', ')}]
      }`,
    )(names, Object.prototype) as RowShape['extract'],
    // A literal `__proto__:` would set the prototype; in brackets it is a property like any other.
    build: generate(
      '',
      `return (columns, count) => {
        const records = new Array(count)
        ${names.map((_, field) => `const c${field} = columns[${field}]`).join('\n')}
        for (let i = 0; i < count; i++) records[i] = { ${names
          .map((name, field) => `${name === '__proto__' ? '["__proto__"]' : literals[field]}: c${field}[i]`)
          .join(', ')} }
        return records
      }`,
    )() as RowShape['build'],
  }
}

function generate(parameters: string, body: string): (...args: unknown[]) => unknown {
  return new Function(...parameters.split(', ').filter(Boolean), `'use strict'\n${body}`) as (
    ...args: unknown[]
  ) => unknown
}
