import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ValueCodec } from '../../../runtime/src/state/value-codec.ts'

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\ud800', 'ÿ', 'Ā', '\0', '__proto__'),
)
const leaf = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.constantFrom<unknown>(-0, 2 ** 31, -(2 ** 31), Number.NaN, null, undefined, true, false, 1n, new Date(5)),
  fc.constantFrom<unknown>(new Map([[1, { a: 1 }]]), new Set(['x']), new Float64Array([1.5]), new Uint8Array(3), /x/g),
)
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('value'), { maxLength: 20 }),
    fc.dictionary(text, tie('value'), { maxKeys: 20 }),
    fc.record({ total: fc.integer(), first: tie('value') }),
    fc.array(tie('value'), { maxLength: 3 }).map((elements) => Object.assign(elements, { index: 1 })),
    fc.array(tie('value'), { minLength: 1, maxLength: 4 }).map((elements) => {
      const sparse = [...elements]
      delete sparse[0]
      return sparse
    }),
  ),
}))

it('what is read is what structuredClone would have made of what was written', () => {
  const codec = new ValueCodec()
  fc.assert(
    fc.property(value, (written) => {
      const bytes = Buffer.from(codec.encode(written))
      codec.encode('something else, in the same memory')
      expect(codec.decode(bytes)).toStrictEqual(structuredClone(written))
    }),
    { numRuns: 2_000 },
  )
})

it('two values can stand one behind the other', () => {
  const codec = new ValueCodec()
  fc.assert(
    fc.property(value, value, (first, second) => {
      const bytes = Buffer.from(codec.encodeBoth(first, second))
      expect([codec.decode(bytes), codec.next()]).toStrictEqual(structuredClone([first, second]))
    }),
  )
})

it('an object that is met twice is one object again, and cycles are kept', () => {
  const codec = new ValueCodec()
  const shared = { n: 1 }
  const twice = codec.decode(Buffer.from(codec.encode({ a: shared, b: shared }))) as { a: object; b: object }
  expect(twice.a).toBe(twice.b)
  const cycle: { self?: unknown } = {}
  cycle.self = cycle
  const read = codec.decode(Buffer.from(codec.encode(cycle))) as { self: unknown }
  expect(read.self).toBe(read)
})

it('objects that are used as dictionaries leave nothing behind for ever', () => {
  const codec = new ValueCodec()
  for (let i = 0; i < 3_000; i++) {
    const own = { [`name ${i}`]: i }
    expect(codec.decode(Buffer.from(codec.encode(own)))).toStrictEqual(own)
  }
  expect((codec as unknown as { shapes: unknown[] }).shapes.length).toBeLessThanOrEqual(1_000)
})

it('typed arrays that were read do not share the memory they were read from', () => {
  const codec = new ValueCodec()
  const bytes = Buffer.from(codec.encode([new Uint8Array([1, 2, 3]), new Float64Array([0.5])]))
  const read = codec.decode(bytes)
  bytes.fill(0)
  expect(read).toEqual([new Uint8Array([1, 2, 3]), new Float64Array([0.5])])
})

it('functions and symbols are refused', () => {
  const codec = new ValueCodec()
  expect(() => codec.encode({ f: () => 1 })).toThrow('could not be cloned')
  expect(() => codec.encode([Symbol('s')])).toThrow('could not be cloned')
})
