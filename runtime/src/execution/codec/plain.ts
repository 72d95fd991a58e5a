/** Whether an object is a record's: made by `{}`, `Object.create(null)`, or the `{}` of another realm. */
export function isPlainObject(value: object): boolean {
  const prototype = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === null) return true
  return (
    Object.getPrototypeOf(prototype) === null &&
    Object.hasOwn(prototype, 'hasOwnProperty') &&
    prototype.constructor?.name === 'Object'
  )
}

/** The views structured clone knows; a Buffer counts as the Uint8Array it is. */
export const VIEWS = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
  DataView,
] as const

/** The index of a view's constructor in VIEWS, or -1. */
export function viewKind(value: ArrayBufferView): number {
  if (Buffer.isBuffer(value)) return 1
  return VIEWS.indexOf(Object.getPrototypeOf(value).constructor)
}

/** The errors structured clone knows by name. */
export const ERRORS: Readonly<Record<string, ErrorConstructor>> = {
  Error,
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
}

/** Whether an array has nothing but its elements: no class of its own, and no names, as the result of `match` has. */
export function isPlainArray(value: readonly unknown[]): boolean {
  return Object.getPrototypeOf(value) === Array.prototype && (value as { index?: unknown }).index === undefined
}
