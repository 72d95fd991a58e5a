import { describe, expect, it } from 'vitest'
import { outputTag, tumbling } from '../../../../runtime/src/index.ts'
import { testStream, testStreams } from '../../../../runtime/src/testing/index.ts'

interface Reading {
  sensor?: { id: string }
  value: number
}

const readings: Reading[] = [{ sensor: { id: 'a' }, value: 1 }, { value: 2 }, { sensor: { id: 'a' }, value: 4 }]

describe('dead letters', () => {
  it('of a keyBy carry the record it found no key for, at any parallelism', async () => {
    for (const parallelism of [1, 3]) {
      const dead = outputTag<any>('dead')
      const harness = await testStream<Reading, any>(
        (input) => {
          const keyed = input.keyBy((r) => r.sensor!.id).onError(dead)
          return keyed.sum((r) => r.value).union(keyed.sideOutput(dead).map(({ record }) => record))
        },
        { parallelism },
      )
      for (const reading of readings) harness.push(reading)
      harness.end()
      expect(harness.output.map(({ value }) => value)).toEqual(
        expect.arrayContaining([['a', 1], ['a', 5], { value: 2 }]),
      )
    }
  })

  it('of a generator that throws carry the record it was called with', async () => {
    const dead = outputTag<any>('dead')
    const harness = await testStream<Reading, any>((input) =>
      input
        .flatMap(function* (r) {
          yield r.value
          yield r.sensor!.id
        })
        .onError(dead),
    )
    for (const reading of readings) harness.push(reading, reading.value)
    harness.end()
    expect(harness.output.map(({ value }) => value)).toEqual([1, 'a', 2, 4, 'a'])
    expect(harness.sideOutput(dead).map(({ value, timestamp }) => [value.record, timestamp])).toEqual([
      [{ value: 2 }, 2],
    ])
  })

  it('are not there for the keys of a window join, which skips them or fails', async () => {
    const joined = (policy: 'skip' | ReturnType<typeof outputTag<any>>) =>
      testStreams<[number, Reading], [number, Reading], any>((left, right) => {
        const [one, other] = [left, right].map((side) => side.assignTimestamps(([at]) => at))
        const key = ([, r]: [number, Reading]) => r.sensor!.id
        return one.windowJoin(other, { left: key, right: key, window: tumbling(10) }).onError(policy)
      })
    const skipping = await joined('skip')
    for (const reading of readings) skipping.left.push([1, reading])
    skipping.right.push([2, readings[0]])
    skipping.right.push([2, readings[1]])
    skipping.left.end()
    skipping.right.end()
    expect(skipping.output).toHaveLength(2)

    const failing = await joined(outputTag<any>('dead'))
    expect(() => failing.left.push([1, readings[1]])).toThrow(/KeyBy.*\n?.*id/)
  })
})

describe('what generators throw', () => {
  it('is reported with the record they were called with', async () => {
    const harness = await testStream<number, number>((input) =>
      input.flatMap(function* (n) {
        yield n
        if (n === 2) throw new Error('two')
      }),
    )
    harness.push(1)
    expect(() => harness.push(2)).toThrow(
      expect.objectContaining({ record: '2', message: expect.stringContaining('two') }),
    )
  })
})

describe('timestamps', () => {
  it.each([
    [1.7e18, 'out of range: divide microseconds by 1e3, nanoseconds by 1e6'],
    [-1e300, 'but the function returned -1e+300'],
    [Number.NaN, 'NaN'],
    [Number.POSITIVE_INFINITY, 'Infinity'],
    [5n, '5n: return Number(..) of it'],
    ['5', '"5"'],
    [new Date(5), 'return date.getTime()'],
  ])('may not be %s', async (timestamp, said) => {
    const harness = await testStream<unknown, unknown>((input) => input.assignTimestamps((value) => value as number))
    expect(() => harness.push(timestamp)).toThrow(said)
  })

  it('reach as far as dates do', async () => {
    const harness = await testStream<number, any>((input) =>
      input
        .assignTimestamps((at) => at)
        .keyBy(() => 0)
        .window(tumbling(1000))
        .process((_key, { start, end }) => [[start, end]]),
    )
    harness.push(8.64e15)
    harness.push(-8.64e15)
    harness.end()
    expect(harness.output.map(({ value }) => value)).toEqual([[8.64e15, 8.64e15 + 1000]])
    expect(harness.dropped).toBe(1)
  })
})
