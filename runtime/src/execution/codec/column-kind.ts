/** How the values of a column are written; the first byte of a column. */
export const COLUMN = {
  /** Each behind its own tag. */
  tagged: 0,
  /** Count times the same 32-bit integer. */
  sameInt32: 1,
  int32: 2,
  float64: 3,
  boolean: 4,
  /** Lengths, then all units in one piece. */
  strings: 5,
  /** Strings the receiver does not know yet, then a number for each value. */
  stringNumbers: 6,
  /** The same, after forgetting all strings. */
  stringNumbersAnew: 7,
  /** Tuples or objects of a shape that follows and gets the next number; then a column per field. */
  newRows: 8,
  /** The same without a number. */
  rowsOnce: 9,
  /** Of a shape sent before. */
  knownRows: 10,
  /** Arrays: the number of all elements, the length of each array, then one column of all elements. */
  lists: 11,
  /** Dates, as their times. */
  dates: 12,
} as const

/** The kind for a column of primitives, or undefined where a value is none. A full look at every value. */
export function primitiveKind(values: readonly unknown[]): number | undefined {
  switch (typeof values[0]) {
    case 'number':
      return numberKind(values)
    case 'string':
      for (let index = 0; index < values.length; index++)
        if (typeof values[index] !== 'string') return mixedKind(values)
      return COLUMN.strings
    case 'boolean':
      for (let index = 0; index < values.length; index++)
        if (typeof values[index] !== 'boolean') return mixedKind(values)
      return COLUMN.boolean
    default:
      return mixedKind(values)
  }
}

function numberKind(values: readonly unknown[]): number | undefined {
  const first = values[0]
  let integers = true
  let equal = true
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    if (typeof value !== 'number') return mixedKind(values)
    if ((value | 0) !== value || (value === 0 && 1 / value < 0)) integers = false
    if (value !== first) equal = false
  }
  return integers ? (equal ? COLUMN.sameInt32 : COLUMN.int32) : COLUMN.float64
}

function mixedKind(values: readonly unknown[]): number | undefined {
  for (const value of values) {
    const type = typeof value
    if (type === 'function' || type === 'symbol' || (type === 'object' && value !== null)) return undefined
  }
  return COLUMN.tagged
}
