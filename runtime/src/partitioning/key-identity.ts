/**
 * A value by which keys can be looked up in a `Map`: two keys are equal by content exactly if their identities are the
 * same under a Map's comparison (which has -0 equal to 0 and NaN equal to NaN). Primitives are their own identity; dates,
 * arrays and plain objects become a text that no string key can be mistaken for, because string keys that begin with
 * its first character are escaped.
 */
export function keyIdentity(key: unknown): string | number | bigint | boolean {
  switch (typeof key) {
    case 'string':
      return key.charCodeAt(0) === 0 ? `\0s${key}` : key
    case 'number':
    case 'bigint':
    case 'boolean':
      return key
    case 'object':
      if (key !== null) return `\0${content(key, 0)}`
  }
  throw new TypeError(`${key === null ? 'null' : `a key that is ${typeof key}`} cannot be a key`)
}

const MAX_DEPTH = 100

function content(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value)
    case 'number':
      return Object.is(value, -0) ? '0' : String(value)
    case 'bigint':
      return `${value}n`
    case 'boolean':
    case 'undefined':
      return String(value)
    case 'object':
      break
    default:
      throw new TypeError(`a ${typeof value} cannot be part of a key`)
  }
  if (value === null) return 'null'
  if (depth > MAX_DEPTH) throw new TypeError(`a key nested more than ${MAX_DEPTH} levels deep (or a cycle) is refused`)
  if (value instanceof Date) return `d${value.getTime()}`
  if (Array.isArray(value)) return `[${Array.from(value, (element) => content(element, depth + 1)).join(',')}]`
  const prototype = Object.getPrototypeOf(value)
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new TypeError(
      `a ${value.constructor?.name ?? 'object'} cannot be a key: use a string, number, bigint, boolean, Date, array or plain object`,
    )
  }
  const names = Object.keys(value).sort()
  return `{${names.map((name) => `${JSON.stringify(name)}:${content((value as Record<string, unknown>)[name], depth + 1)}`).join(',')}}`
}
