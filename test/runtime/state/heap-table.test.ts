import fc from 'fast-check'
import { expect, it } from 'vitest'
import { HeapTable } from '../../../runtime/src/state/index.ts'

const key = fc.oneof(
  fc.string(),
  fc.constantFrom('\0', '\0s', '\0[1]', '1', 'NaN', 0, -0, Number.NaN, 1n, true, false),
  fc.integer({ min: -3, max: 3 }),
  fc.date().map((date) => date),
  fc.array(fc.oneof(fc.integer({ min: 0, max: 2 }), fc.string({ maxLength: 1 })), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 2 }), { noNullPrototype: true }),
)

it('finds what was set under a key with equal content, and nothing else', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 12 }), (keys) => {
      const table = new HeapTable<number>()
      for (const [i, k] of keys.entries()) table.set(k, i)
      for (const [i, k] of keys.entries()) {
        const found = table.get(structuredClone(k))
        expect(found).toBeGreaterThanOrEqual(i)
        expect(same(keys[found!], k)).toBe(true)
      }
    }),
  )
})

/** Equal by content, with -0 equal to 0. */
function same(a: unknown, b: unknown): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true
  if (typeof a !== 'object' || typeof b !== 'object') return false
  try {
    expect(a).toStrictEqual(b)
    return true
  } catch {
    return false
  }
}

it('a key that was never set has no value', () => {
  const table = new HeapTable<number>()
  table.set('1', 1)
  table.set([1], 2)
  expect([table.get(1), table.get('[1]'), table.get(['1']), table.get({ 0: 1 }), table.size]).toEqual([
    ...[undefined, undefined, undefined, undefined],
    2,
  ])
})
