/** Types that keep ill-formed jobs from compiling. */

/**
 * A bound that makes the compiler infer `['word', 1]` as a tuple and not as an array (as Promise.all's type parameter
 * does), while it excludes nothing.
 */
export type Inferable =
  | unknown[]
  | [unknown]
  | object
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  // With this `unknown` is one too: the records of an open input.
  | NonNullable<unknown>

/** Literal types as the primitives they belong to: a stream of `1`s is a stream of numbers. */
export type Widen<T> = T extends string
  ? string
  : T extends number
    ? number
    : T extends bigint
      ? bigint
      : T extends boolean
        ? boolean
        : T extends readonly [unknown, ...unknown[]]
          ? { -readonly [K in keyof T]: Widen<T[K]> }
          : T

/** The fields of a record that can be selected: property names of an object, indexes of a tuple. */
export type Field<T> = T extends readonly unknown[]
  ? number extends T['length']
    ? number
    : Indexes<T>
  : T extends object
    ? Extract<keyof T, string>
    : never

type Indexes<T extends readonly unknown[]> =
  Exclude<keyof T, keyof unknown[]> extends infer I ? (I extends `${infer N extends number}` ? N : never) : never

/** The type of a field. */
export type FieldValue<T, F> = F extends keyof T ? T[F] : T extends readonly (infer E)[] ? E : never

/** The fields that hold numbers. */
export type NumericField<T> = { [F in Field<T>]: [FieldValue<T, F>] extends [number] ? F : never }[Field<T>]

/** What can be a key: compared by content. */
export type Key = string | number | bigint | boolean | object

/** The fields that always hold a key, never null or undefined. */
// A conditional type, so that the compiler's errors list the fields.
export type KeyField<T> = KeysAmong<T, Field<T>>
type KeysAmong<T, F> = F extends unknown ? ([FieldValue<T, F>] extends [Key] ? F : never) : never
