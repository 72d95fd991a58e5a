import assert from 'node:assert'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BatchDecoder, BatchEncoder, checkRecord, NotARecord } from '../../../runtime/src/execution/codec/index.ts'

/** A batch as it arrives on the other side of a connection. */
function connection() {
  const encoder = new BatchEncoder()
  const decoder = new BatchDecoder()
  return (values: readonly unknown[]) => decoder.decode(encoder.encode(values).slice())
}

/** Which objects of a value are the same, by the path where each is met first; ends at what it has seen. */
function identities(value: unknown): string[] {
  const first = new Map<unknown, string>()
  const met: string[] = []
  const visit = (value: unknown, path: string) => {
    if (typeof value !== 'object' || value === null) return
    const before = first.get(value)
    if (before !== undefined) {
      met.push(`${path} = ${before}`)
      return
    }
    first.set(value, path)
    for (const [name, part] of Object.entries(value)) visit(part, `${path}.${name}`)
  }
  visit(value, '')
  return met
}

/** A maker of records of one shape: from seed numbers to a value. */
type Maker = (next: () => number) => unknown

const leaves: Maker[] = [
  (next) => next(),
  (next) => next() / 8,
  (next) => `text ${next() % 7}`,
  (next) => next() % 2 === 0,
  (next) => (next() % 3 === 0 ? null : next()),
  (next) => new Date(next()),
  (next) => (next() % 5 === 0 ? -0 : '\ud800'),
  () => undefined,
]

const { maker } = fc.letrec<{ maker: Maker }>((tie) => ({
  maker: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    fc.constantFrom(...leaves),
    fc.array(tie('maker'), { maxLength: 4 }).map(
      (parts): Maker =>
        (next) =>
          parts.map((part) => part(next)),
    ),
    fc.dictionary(fc.constantFrom('a', 'b', '7', '__proto__', 'length', 'a b'), tie('maker'), { maxKeys: 4 }).map(
      (parts): Maker =>
        (next) =>
          Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part(next)])),
    ),
    tie('maker').map(
      (part): Maker =>
        (next) =>
          Array.from({ length: next() % 4 }, () => part(next)),
    ),
    // The same object twice or more in a record.
    tie('maker').map(
      (part): Maker =>
        (next) => {
          const shared = part(next)
          return { first: shared, second: shared, also: [shared] }
        },
    ),
    tie('maker').map(
      (part): Maker =>
        (next) => [part(next), next() % 2 === 0 ? part(next) : part(next)],
    ),
  ),
}))

describe('nested records that are alike travel as columns and arrive equal to what structuredClone gives', () => {
  it('whatever their shape, with the same objects shared within each', () => {
    const send = connection()
    fc.assert(
      fc.property(maker, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 1e6 }), (make, count, start) => {
        let seed = start
        const next = () => seed++
        const values = Array.from({ length: count }, () => make(next))
        const arrived = send(values)
        assert.deepStrictEqual(arrived, structuredClone(values))
        // Between records nothing is shared: each is a copy of its own.
        assert.deepStrictEqual(arrived.map(identities), values.map(identities))
      }),
      { numRuns: 1500 },
    )
  })

  it('objects shared between records arrive as copies of their own', () => {
    const shared = { a: 1 }
    const [first, second] = connection()([{ x: shared }, { x: shared }]) as { x: object }[]
    expect(first).toEqual(second)
    expect(first.x).not.toBe(second.x)
  })

  it('an element shared between two lists of one record stays one object', () => {
    const element = { n: 1 }
    const other = () => ({ l: [{ n: 2 }, { n: 3 }], m: [{ n: 4 }] })
    const [, arrived] = connection()([other(), { l: [{ n: 5 }, element], m: [element] }, other()]) as {
      l: object[]
      m: object[]
    }[]
    expect(arrived.l[1]).toBe(arrived.m[0])
  })

  it('more than sixteen elements, the last of them the first again', () => {
    const elements: { n: number }[] = Array.from({ length: 40 }, (_, n) => ({ n }))
    elements.push(elements[0])
    const [arrived] = connection()([{ elements }]) as { elements: object[] }[]
    expect(arrived.elements[40]).toBe(arrived.elements[0])
    expect(arrived.elements).toEqual(elements)
  })

  it('cycles, and arrays that share elements without end, end', () => {
    const cycle: Record<string, unknown> = {}
    for (const name of 'abcdefgh') cycle[name] = cycle
    const [arrived] = connection()([cycle]) as (typeof cycle)[]
    expect(arrived.h).toBe(arrived)
    let dense: unknown = { n: 1 }
    for (let level = 0; level < 30; level++) dense = [dense, dense, dense]
    let inner = connection()([{ dense }]) as any
    inner = inner[0].dense
    expect(inner[0]).toBe(inner[2])
  })

  it('the result of match keeps its index, input and groups', () => {
    const lines = ['GET /a', 'PUT /b', 'GET /c']
    const values = lines.map((line) => line.match(/(?<method>\w+) (\S+)/))
    const arrived = connection()(values)
    assert.deepStrictEqual(arrived, structuredClone(values))
    assert.deepStrictEqual(connection()([['x', 'y', 'z'], ...values]).slice(1), structuredClone(values))
  })

  it('an array far longer than what it holds', () => {
    const sparse: unknown[] = ['first']
    sparse[4_000_000_000] = 'last'
    checkRecord({ sparse })
    const [arrived] = connection()([{ sparse }]) as { sparse: unknown[] }[]
    expect(Object.keys(arrived.sparse)).toEqual(['0', '4000000000'])
    expect(arrived.sparse.length).toBe(4_000_000_001)
  })

  it('records that are not alike send their names once, short strings in one piece, and objects of many names', () => {
    const send = connection()
    for (let batch = 0; batch < 40; batch++) {
      const values = Array.from({ length: 12 }, (_, index) => [
        { kind: 'a', n: batch },
        { kind: 'b', of: { kind: `b ${index}`.repeat(index), n: [index, 'x'] } },
        { ['__proto__']: index, kind: '\ud800' },
        { kind: 'x'.repeat(63 + (index % 3)), wide: '\u1234'.repeat(20) },
        Object.fromEntries(Array.from({ length: index === 0 ? 90 : 3 }, (_, name) => [`${batch} ${name}`, name])),
        Object.assign(['a', undefined, index], { extra: [index] }),
        { sparse: Object.assign(Array(3), { 0: 1, 2: 3, a: 1 }) },
      ]).flat()
      assert.deepStrictEqual(send(values), structuredClone(values))
    }
  })

  it('what is no record is refused, however deep in a column', () => {
    const named = Object.assign([1], { extra: () => 1 })
    expect(() => checkRecord({ named })).toThrow('.named.extra is a function')
    const values = [{ user: { tags: [['a'], ['b']] } }, { user: { tags: [['a'], ['b', () => 1]] } }]
    try {
      connection()(values)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(NotARecord)
      expect((error as NotARecord).path).toBe('.user.tags[1][1]')
    }
  })
})
