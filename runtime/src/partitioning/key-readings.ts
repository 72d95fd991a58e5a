/** A key that a user may have meant. */
export interface KeyReading {
  readonly key: unknown
  /** As a person would say it: `the number 5`. */
  readonly text: string
}

const ISO_DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/

/**
 * What a key may mean that was typed, in the order in which it is tried: as JSON; as the text itself; and as what JSON
 * cannot say, which are dates (also inside of objects and arrays), bigints (`5n`), NaN and infinity.
 */
export function keyReadings(typed: string): KeyReading[] {
  const json = parsed(typed)
  const keys: unknown[] = json === undefined ? [typed] : [json, typed]
  const dated = withDates(keys[0])
  if (dated !== keys[0]) keys.push(dated)
  if (/^-?\d+n$/.test(typed)) keys.push(BigInt(typed.slice(0, -1)))
  if (/^(NaN|-?Infinity)$/.test(typed)) keys.push(Number(typed))
  return keys.map((key) => ({ key, text: said(key) }))
}

/**
 * What a user types for a key: of its readings, one is the key. A key that cannot be typed, such as a bigint inside of an
 * object, is shown as nearly as JSON can.
 */
export function typedKey(key: unknown): KeyText {
  return { typed: typed(key), text: said(key) }
}

export interface KeyText {
  readonly typed: string
  readonly text: string
}

function typed(key: unknown): string {
  if (typeof key === 'string') return keyReadings(key)[0].key === key ? key : JSON.stringify(key)
  if (key instanceof Date) return key.toISOString()
  if (typeof key === 'bigint') return `${key}n`
  return typeof key === 'object' ? jsonOf(key) : String(key)
}

function jsonOf(key: unknown): string {
  return JSON.stringify(key, (_name, value) => (typeof value === 'bigint' ? `${value}n` : value))
}

/** No stream has null for a key. */
function parsed(typed: string): unknown {
  try {
    return JSON.parse(typed) ?? undefined
  } catch {
    return undefined
  }
}

/** A copy in which texts that are dates are dates; the value itself where there are none. */
function withDates(value: unknown): unknown {
  if (typeof value === 'string') {
    if (!ISO_DATE.test(value)) return value
    const date = new Date(value)
    return Number.isNaN(date.getTime()) ? value : date
  }
  if (typeof value !== 'object' || value === null) return value
  const names = Object.keys(value)
  const before = names.map((name) => (value as Record<string, unknown>)[name])
  const after = before.map(withDates)
  if (after.every((one, i) => one === before[i])) return value
  return Array.isArray(value) ? after : Object.fromEntries(names.map((name, i) => [name, after[i]]))
}

function said(key: unknown): string {
  if (key instanceof Date) return `the date ${key.toISOString()}`
  if (typeof key === 'string') return `the text ${JSON.stringify(key)}`
  if (typeof key === 'number') return `the number ${key}`
  if (typeof key === 'bigint') return `the bigint ${key}n`
  if (typeof key !== 'object') return String(key)
  return `the ${Array.isArray(key) ? 'array' : 'object'} ${jsonOf(key)}${hasDate(key) ? ' with dates' : ''}`
}

function hasDate(value: unknown): boolean {
  if (value instanceof Date) return true
  return typeof value === 'object' && value !== null && Object.values(value).some(hasDate)
}
