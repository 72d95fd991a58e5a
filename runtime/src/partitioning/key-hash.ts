/**
 * The hash of a key or a whole record: MurmurHash3 (x86, 32 bit, seed 0) over a canonical sequence of 32-bit words, so
 * that it depends on content only and is the same on every machine and in every version.
 *
 * | value | words |
 * |---|---|
 * | string | 1 + 16 * length, then its UTF-16 code units, two to a word, the first in the low half |
 * | number, a 32-bit integer (-0 is 0) | 2, the integer |
 * | number, any other (one NaN) | 3, low and high word of its IEEE 754 double |
 * | bigint | 4, then the words of its decimal text as a string |
 * | true, false | 5, 1 or 0 |
 * | undefined, null | 6; 7 |
 * | Date | 8, then its time as a number |
 * | array, typed array, ArrayBuffer | 9, length, each element (a hole counts as undefined) |
 * | plain object | 10, number of properties, then name and value of each, sorted by name |
 * | Map, Set | 11 or 12, size, then the sum of its entries' hashes (their order does not count) |
 * | RegExp, Error, boxed primitives | 13, then their text |
 *
 * The number of words is mixed in at the end, as murmur does with bytes. Changing any of this breaks savepoints: the
 * test vectors hold it still.
 */
export function hashKey(value: unknown): number {
  if (typeof value === 'string') return hashString(value)
  if (typeof value === 'number' && (value | 0) === value) return finish(mix(mix(0, 2), value), 2)
  words = 0
  const h = add(0, value, 0)
  return finish(h, words)
}

/** A value, or part of it, that is no plain data. */
export class NotHashable extends TypeError {}

/** How deep a value may be nested to be hashed. */
const MAX_DEPTH = 500

let words = 0
const double = new Float64Array(1)
const halves = new Uint32Array(double.buffer)

function hashString(text: string): number {
  return finish(mixUnits(mix(0, stringTag(text)), text), 1 + ((text.length + 1) >> 1))
}

function stringTag(text: string): number {
  return 1 | (text.length << 4)
}

function mixUnits(h: number, text: string): number {
  const even = text.length & ~1
  for (let index = 0; index < even; index += 2) h = mix(h, text.charCodeAt(index) | (text.charCodeAt(index + 1) << 16))
  return even === text.length ? h : mix(h, text.charCodeAt(even))
}

function word(h: number, value: number): number {
  words++
  return mix(h, value)
}

function add(h: number, value: unknown, depth: number): number {
  switch (typeof value) {
    case 'string':
      return addString(h, value)
    case 'number':
      return addNumber(h, value)
    case 'bigint':
      return addString(word(h, 4), value.toString())
    case 'boolean':
      return word(word(h, 5), value ? 1 : 0)
    case 'undefined':
      return word(h, 6)
    case 'object':
      return value === null ? word(h, 7) : addObject(h, value, depth)
    default:
      throw new NotHashable(`a ${typeof value} cannot be hashed: keys and records are plain data`)
  }
}

function addString(h: number, text: string): number {
  words += 1 + ((text.length + 1) >> 1)
  return mixUnits(mix(h, stringTag(text)), text)
}

function addNumber(h: number, value: number): number {
  if ((value | 0) === value) return word(word(h, 2), value | 0)
  double[0] = Number.isNaN(value) ? Number.NaN : value
  return word(word(word(h, 3), halves[0]), halves[1])
}

function addObject(h: number, value: object, depth: number): number {
  if (depth > MAX_DEPTH)
    throw new TypeError(`a value nested more than ${MAX_DEPTH} levels deep (or a cycle) cannot be hashed`)
  if (Array.isArray(value)) {
    h = word(word(h, 9), value.length)
    for (let index = 0; index < value.length; index++) h = add(h, value[index], depth + 1)
    return h
  }
  if (value instanceof Date) return addNumber(word(h, 8), value.getTime())
  if (value instanceof Map) return addUnordered(word(word(h, 11), value.size), value.entries(), depth)
  if (value instanceof Set) return addUnordered(word(word(h, 12), value.size), value.values(), depth)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    const elements =
      value instanceof ArrayBuffer
        ? new Uint8Array(value)
        : value instanceof DataView
          ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
          : (value as Uint8Array)
    h = word(word(h, 9), elements.length)
    for (const element of elements) h = add(h, element, depth + 1)
    return h
  }
  if (
    value instanceof RegExp ||
    value instanceof Error ||
    value instanceof String ||
    value instanceof Number ||
    value instanceof Boolean
  ) {
    return addString(word(h, 13), String(value))
  }
  const names = Object.keys(value).sort()
  h = word(word(h, 10), names.length)
  for (const name of names) h = add(addString(h, name), (value as Record<string, unknown>)[name], depth + 1)
  return h
}

function addUnordered(h: number, entries: Iterable<unknown>, depth: number): number {
  const before = words
  let sum = 0
  for (const entry of entries) {
    words = 0
    sum = (sum + finish(add(0, entry, depth + 1), words)) | 0
  }
  words = before
  return word(h, sum)
}

function mix(h: number, k: number): number {
  k = Math.imul(k, 0xcc9e2d51)
  k = (k << 15) | (k >>> 17)
  k = Math.imul(k, 0x1b873593)
  h ^= k
  h = (h << 13) | (h >>> 19)
  return (Math.imul(h, 5) + 0xe6546b64) | 0
}

function finish(h: number, count: number): number {
  h ^= count * 4
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  h ^= h >>> 16
  return h >>> 0
}

/** Flink's `MathUtils.murmurHash(int)`: spreads a hash once more, to a non-negative 31-bit number. */
export function murmurInt(code: number): number {
  let h = mix(0, code | 0)
  h ^= 4
  h ^= h >>> 16
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  h ^= h >>> 16
  h |= 0
  if (h >= 0) return h
  return h === -2147483648 ? 0 : -h
}
