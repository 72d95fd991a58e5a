import { ERRORS, isPlainObject, viewKind } from './plain.ts'

/** A value that cannot be a record or part of one. */
export class NotARecord extends TypeError {
  override readonly name = 'NotARecord'
  /** Where in the record: `.user.tags[3]`; empty for the record itself. */
  readonly path: string
  readonly value: unknown

  constructor(what: string, path: string, value: unknown) {
    super(
      `${path === '' ? 'the record' : `the record's ${path}`} is ${what}; records are plain data: ` +
        'what structuredClone preserves, and no functions, symbols, promises or instances of own classes',
    )
    this.path = path
    this.value = value
  }
}

/** How deep records may be nested. */
export const MAX_DEPTH = 1_000

/** Throws NotARecord if a value is not what can cross threads. */
export function checkRecord(value: unknown): void {
  if (typeof value === 'object' ? value !== null : typeof value === 'function' || typeof value === 'symbol') {
    check(value, '', 0, new Set())
  }
}

function check(value: unknown, path: string, depth: number, seen: Set<object>): void {
  if (typeof value === 'function') throw new NotARecord(`a function (${value.name || 'without a name'})`, path, value)
  if (typeof value === 'symbol') throw new NotARecord(`a symbol (${String(value)})`, path, value)
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  if (depth > MAX_DEPTH) throw new NotARecord(`nested more than ${MAX_DEPTH} levels deep`, path, value)
  seen.add(value)
  if (Array.isArray(value)) {
    if (Object.getPrototypeOf(value) !== Array.prototype) throw instance(value, path)
    // By name: an array may be far longer than what it holds, and have properties besides its elements.
    for (const name of Object.keys(value)) {
      const place = /^\d+$/.test(name) ? `[${name}]` : property(name)
      check((value as unknown as Record<string, unknown>)[name], path + place, depth + 1, seen)
    }
  } else if (isPlainObject(value)) {
    for (const name of Object.keys(value)) {
      check((value as Record<string, unknown>)[name], path + property(name), depth + 1, seen)
    }
  } else {
    checkOther(value, path, depth, seen)
  }
}

function checkOther(value: object, path: string, depth: number, seen: Set<object>): void {
  const prototype = Object.getPrototypeOf(value)
  if (value instanceof Map && prototype === Map.prototype) {
    let index = 0
    for (const [key, entry] of value) {
      check(key, `${path}.keys()[${index}]`, depth + 1, seen)
      check(
        entry,
        `${path}.get(${typeof key === 'string' ? JSON.stringify(key) : String(typeof key)})`,
        depth + 1,
        seen,
      )
      index++
    }
    return
  }
  if (value instanceof Set && prototype === Set.prototype) {
    let index = 0
    for (const entry of value) check(entry, `${path}.values()[${index++}]`, depth + 1, seen)
    return
  }
  if (value instanceof Error && prototype === ERRORS[prototype.constructor?.name]?.prototype) {
    if (Object.hasOwn(value, 'cause')) check(value.cause, `${path}.cause`, depth + 1, seen)
    return
  }
  if (ArrayBuffer.isView(value) && viewKind(value) >= 0) return
  for (const kind of [Date, RegExp, ArrayBuffer, Boolean, Number, String, BigInt]) {
    if (prototype === kind.prototype) return
  }
  throw instance(value, path)
}

function instance(value: object, path: string): NotARecord {
  if (value instanceof Promise) return new NotARecord('a promise (did you mean to await it?)', path, value)
  const name = Object.getPrototypeOf(value)?.constructor?.name
  return new NotARecord(name ? `an instance of ${name}` : 'an object with a prototype of its own', path, value)
}

function property(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`
}

/**
 * Freezes a record with all that belongs to it, so that an operator that changes a record it has passed on fails at
 * once instead of only on one thread. Typed arrays cannot be frozen and stay as they are.
 */
export function freezeRecord(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return
  Object.freeze(value)
  if (value instanceof Map) {
    for (const [key, entry] of value) {
      freezeRecord(key)
      freezeRecord(entry)
    }
  } else if (value instanceof Set) {
    for (const entry of value) freezeRecord(entry)
  } else {
    for (const name of Object.keys(value)) freezeRecord((value as Record<string, unknown>)[name])
  }
}
