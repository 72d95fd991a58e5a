import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shown } from '../../../runtime/src/execution/taps/shown.ts'

// -0 is none: JSON loses it.
const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)))

it('what JSON can say is shown as JSON that gives it again', () => {
  fc.assert(
    fc.property(json, (value) => {
      const { text, ...more } = shown(value)
      expect(JSON.parse(text)).toEqual(value)
      expect(more).toEqual({ json: true })
    }),
  )
})

it.each<[what: string, value: unknown, text: string]>([
  ['undefined', undefined, 'undefined'],
  ['a bigint', 5n, '5n'],
  ['NaN', Number.NaN, 'NaN'],
  ['a date inside', { at: new Date(0) }, '{ at: 1970-01-01T00:00:00.000Z }'],
  ['an undefined field', { a: undefined }, '{ a: undefined }'],
  ['-0', [-0], '[ -0 ]'],
  ['a hole', Object.assign([1], { length: 2 }), '[ 1, <1 empty item> ]'],
  ['a map', new Map([['a', 1]]), "Map(1) { 'a' => 1 }"],
  ['bytes', new Uint8Array([1, 2]), 'Uint8Array(2) [ 1, 2 ]'],
])('%s is shown as Node prints it', (_what, value, text) => {
  expect(shown(value)).toEqual({ text, json: false })
})

it('a cycle is shown as one', () => {
  const cycle: { self?: unknown } = {}
  cycle.self = cycle
  expect(shown(cycle)).toEqual({ text: '<ref *1> { self: [Circular *1] }', json: false })
})

it.each<[what: string, value: unknown]>([
  ['text', 'ä'.repeat(100_000)],
  ['array', Array.from({ length: 3_000_000 }, (_, i) => i)],
  ['object', Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`field ${i}`, { i }]))],
])('a large %s is cut, and takes no longer than what is shown of it', (_what, value) => {
  shown(value)
  // Time of the processor: other tests run beside this one.
  const start = process.cpuUsage()
  for (let i = 0; i < 10; i++) shown(value)
  const { user, system } = process.cpuUsage(start)
  expect((user + system) / 1_000 / 10).toBeLessThan(20)
  const { text, json, cut } = shown(value)
  expect(text).toBe(JSON.stringify(value).slice(0, 16_384))
  expect([json, cut]).toEqual([true, true])
})
