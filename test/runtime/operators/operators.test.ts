import { describe, expect, it } from 'vitest'
import {
  describeSelector,
  filter,
  flatMap,
  inspect,
  keyBy,
  map,
  reduce,
  sum,
  union,
} from '../../../runtime/src/operators/index.ts'
import { runOperator } from '../../../runtime/src/testing/index.ts'

const numbers = Array.from({ length: 20 }, (_, n) => n)
const first = (record: any) => record[0]

describe('each operator, whatever room there is', () => {
  it('map emits one record for each', async () => {
    expect(
      await runOperator(
        map((n) => n * 2),
        [1, 0, undefined],
      ),
    ).toEqual([2, 0, Number.NaN])
  })

  it('filter passes on what its function returns something true for, and falsy records too', async () => {
    expect(
      await runOperator(
        filter((n) => n % 2),
        numbers,
      ),
    ).toEqual(numbers.filter((n) => n % 2 === 1))
    expect(
      await runOperator(
        filter(() => true),
        [0, '', false, null],
      ),
    ).toEqual([0, '', false, null])
    expect(
      await runOperator(
        filter(() => ''),
        [1, 2],
      ),
    ).toEqual([])
  })

  it('flatMap emits 0..n records from any iterable, in order', async () => {
    const expand = (n: number) => Array.from({ length: n % 4 }, (_, i) => n * 10 + i)
    const expected = numbers.flatMap(expand)
    expect(await runOperator(flatMap(expand), numbers)).toEqual(expected)
    expect(
      await runOperator(
        flatMap((n) => new Set(expand(n))),
        numbers,
      ),
    ).toEqual(expected)
    expect(
      await runOperator(
        flatMap(function* (n) {
          yield* expand(n)
        }),
        numbers,
      ),
    ).toEqual(expected)
    expect(
      await runOperator(
        flatMap((text) => text),
        ['ab', '', 'c'],
      ),
    ).toEqual(['a', 'b', 'c'])
  })

  it('inspect pushes the record on, then calls its function', async () => {
    const seen: unknown[] = []
    expect(
      await runOperator(
        inspect((record) => seen.push(record)),
        [1, 2],
      ),
    ).toEqual([1, 2])
    expect(seen.slice(0, 2)).toEqual([1, 2])
  })

  it('union passes everything on', async () => {
    expect(await runOperator(union, numbers)).toEqual(numbers)
  })

  it('keyBy puts a key beside each record, and leaves the record as it is', async () => {
    expect(await runOperator(keyBy(0), [['a', 1]])).toEqual([['a', ['a', 1]]])
    expect(await runOperator(keyBy('k'), [{ k: 'a' }])).toEqual([['a', { k: 'a' }]])
    expect(await runOperator(keyBy('it’s "k"\\\n'), [{ 'it’s "k"\\\n': 1 }])).toEqual([[1, { 'it’s "k"\\\n': 1 }]])
    expect(
      await runOperator(
        keyBy((n) => n % 2),
        [3, 4],
      ),
    ).toEqual([
      [1, 3],
      [0, 4],
    ])
  })

  it('reduce is rolling: one record out for each, the first of a key as it is', async () => {
    const words = ['ax', 'bx', 'ay', 'by', 'az']
    expect(
      await runOperator(
        reduce((all, word) => `${all}+${word}`),
        words,
        { keyOf: first },
      ),
    ).toEqual(['ax', 'bx', 'ax+ay', 'bx+by', 'ax+ay+az'])
  })

  it('a reduction that yields undefined, null or 0 is still the key’s value', async () => {
    const got: unknown[] = []
    const step = (all: unknown) => {
      got.push(all)
      return undefined
    }
    await runOperator(reduce(step), [1, 2, 3], { keyOf: () => 'k' })
    expect(got.slice(0, 2)).toEqual([1, undefined])
  })

  it('sum of an index replaces that field, the others are those of the key’s first record', async () => {
    const records = [
      ['a', 'first', 1],
      ['a', 'second', 2],
      ['b', 'third', 5],
      ['a', 'fourth', 4],
    ]
    expect(await runOperator(sum(2), records, { keyOf: first })).toEqual([
      ['a', 'first', 1],
      ['a', 'first', 3],
      ['b', 'third', 5],
      ['a', 'first', 7],
    ])
    expect(records[0]).toEqual(['a', 'first', 1])
  })

  it('sum of pairs keeps the first record’s key where a later one is equal but not the same', async () => {
    const records = [
      [-0, 1],
      [0, 1],
      [Number.NaN, 2],
      [Number.NaN, 2],
      [{ a: 1, b: 0 }, 3],
      [{ b: -0, a: 1 }, 3],
    ]
    expect(await runOperator(sum(1), records, { keyOf: first })).toEqual([
      [-0, 1],
      [-0, 2],
      [Number.NaN, 2],
      [Number.NaN, 4],
      [{ a: 1, b: 0 }, 3],
      [{ a: 1, b: 0 }, 6],
    ])
  })

  it('sum never gives -0, which is 0 to everybody', async () => {
    const records = [
      ['a', -0],
      ['a', 0 * -1],
      ['b', 5],
      ['b', -5],
      ['a', 3],
    ]
    const totals = [0, 0, 5, 0, 3]
    const keyOf = first
    const second = ([, n]: unknown[]) => n
    const ofField = (await runOperator(sum(1), records, { keyOf })) as unknown[][]
    expect(ofField.map(second)).toEqual(totals)
    const ofFunction = (await runOperator(sum(second), records, { keyOf })) as unknown[][]
    expect(ofFunction.map(second)).toEqual(totals)
    const objects = records.map(([key, n]) => Object.freeze({ key, n, other: 'kept' }))
    expect(await runOperator(sum('n'), objects, { keyOf: ({ key }) => key })).toEqual(
      records.map(([key], i) => ({ key, n: totals[i], other: 'kept' })),
    )
  })

  it('sum of a property does the same, and changes no record', async () => {
    const records = [
      { k: 'a', n: 1, x: 1 },
      { k: 'a', n: 2, x: 2 },
    ].map(Object.freeze)
    expect(await runOperator(sum('n'), records, { keyOf: (r) => r.k })).toEqual([
      { k: 'a', n: 1, x: 1 },
      { k: 'a', n: 3, x: 1 },
    ])
  })

  it('sum of a function emits the key and the total', async () => {
    expect(
      await runOperator(
        sum((n) => n),
        [1, 2, 3, 4],
        { keyOf: (n) => n % 2 },
      ),
    ).toEqual([
      [1, 1],
      [0, 2],
      [1, 4],
      [0, 6],
    ])
  })
})

describe('wrong values', () => {
  it('sum of what is no number says what it got', async () => {
    await expect(runOperator(sum(1), [['a', '5']], { keyOf: first })).rejects.toThrow(
      'sum(1) adds numbers, but got string',
    )
    await expect(
      runOperator(
        sum(() => null),
        [1],
        { keyOf: () => 1 },
      ),
    ).rejects.toThrow('adds numbers, but got null')
  })

  it.each([
    ['null', null],
    ['undefined', undefined],
    ['a function', () => {}],
    ['a symbol', Symbol('s')],
    ['an instance of a class', new (class Mine {})()],
    ['a Map', new Map()],
  ])('%s cannot be a key', async (_name, key) => {
    await expect(
      runOperator(
        reduce((a) => a),
        [1],
        { keyOf: () => key },
      ),
    ).rejects.toThrow('cannot be a key')
  })

  it('a record that throws is dropped with skip, and the state of its key stays as it was', async () => {
    const add = reduce((a, b) => {
      if (b === 2) throw new Error('two')
      return a + b
    })
    expect(await runOperator(add, [1, 2, 3], { keyOf: () => 'k', onError: 'skip' })).toEqual([1, 4])
    await expect(runOperator(add, [1, 2, 3], { keyOf: () => 'k' })).rejects.toThrow('two')
  })
})

it('a selector is described by its text, cut at 60 characters', () => {
  expect(describeSelector(0)).toBe('0')
  expect(describeSelector('delay')).toBe('"delay"')
  expect(describeSelector((r: any) => r.a)).toBe('(r) => r.a')
  expect(
    describeSelector((r: any) => r.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa + r.bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb),
  ).toHaveLength(60)
})
