/** What a value is, in front of the value. */
export const TAG = {
  undefined: 0,
  null: 1,
  false: 2,
  true: 3,
  int32: 4,
  double: 5,
  bigint: 6,
  /** A short string: its length; its units are in the text that goes with the values. */
  string: 7,
  longString: 8,
  array: 9,
  /** Length, then the names and values of what is there: with holes, or with properties besides the elements. */
  namedArray: 10,
  /** Of names that are known by number. */
  object: 11,
  /** Names, which get the next number, then the values. */
  newObject: 12,
  /** Names without a number, each with its value. */
  objectOnce: 13,
  date: 14,
  map: 15,
  set: 16,
  regExp: 17,
  arrayBuffer: 18,
  view: 19,
  error: 20,
  boxed: 21,
  /** An object that was written before in the same record. */
  again: 22,
} as const

/** Strings up to this length, in code units, are joined into one text per column. */
export const MAX_JOINED = 64
