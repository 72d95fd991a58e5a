import { describe, expect, it } from 'vitest'
import {
  count,
  global,
  onCount,
  onEvery,
  outputTag,
  purging,
  session,
  sliding,
  type Trigger,
  tumbling,
} from '../../../../runtime/src/index.ts'
import { testStream } from '../../../../runtime/src/testing/index.ts'
import { keyed, type Pair, sums, taken } from './windowed-pairs.ts'

describe('triggers', () => {
  it('replace the default one', async () => {
    const harness = await keyed((stream) =>
      stream
        .window(tumbling(10))
        .trigger(onCount(2))
        .sum((pair: Pair) => pair[1]),
    )
    harness.push(['a', 1], 1)
    harness.push(['a', 2], 2)
    harness.push(['a', 4], 3)
    expect(taken(harness)).toEqual(['a:3@9'])
    harness.watermark(9)
    expect(taken(harness)).toEqual([])
  })

  const everyThree: Trigger<Pair> = {
    onRecord(_pair, timestamp, context) {
      context.registerEventTime(timestamp + 3)
      return 'continue'
    },
    onEventTime(time, context) {
      context.registerEventTime(time + 3)
      return 'fire'
    },
  }

  it('that go on in a window without end come to an end when the job is stopped', async () => {
    const harness = await keyed((stream) => stream.window(global()).trigger(everyThree).count())
    harness.push(['a', 1], 1)
    harness.watermark(8)
    expect(taken(harness)).toEqual(['a:1@4', 'a:1@7'])
    harness.stop()
    expect(taken(harness)).toEqual(['a:1@10'])
    expect(harness.ended).toBe(true)
  })

  it('go on to the end of a window that has one, also when the job is stopped', async () => {
    const harness = await keyed((stream) => stream.window(tumbling(10)).trigger(everyThree).count())
    harness.push(['a', 1], 1)
    harness.stop()
    expect(taken(harness)).toEqual(['a:1@9', 'a:1@9'])
  })

  it('that purge begin anew', async () => {
    const harness = await keyed((stream) =>
      stream
        .window(global())
        .trigger(purging(onCount(2)))
        .sum((pair: Pair) => pair[1]),
    )
    for (const value of [1, 2, 4, 8, 16]) harness.push(['a', value], value)
    expect(taken(harness)).toEqual(['a:3@2', 'a:12@8'])
  })

  // window [0 ------------------ 20), every 5
  // watermark   4^   5^      12^      19^
  it('onEvery gives early results, and one at the end', async () => {
    const harness = await keyed((stream) =>
      stream
        .window(tumbling(20))
        .trigger(onEvery(5))
        .sum((pair: Pair) => pair[1]),
    )
    harness.push(['a', 1], 1)
    harness.watermark(4)
    expect(taken(harness)).toEqual([])
    harness.watermark(5)
    expect(taken(harness)).toEqual(['a:1@19'])
    harness.push(['a', 2], 6)
    harness.watermark(12)
    expect(taken(harness)).toEqual(['a:3@19'])
    harness.watermark(19)
    expect(taken(harness)).toEqual(['a:3@19', 'a:3@19'])
  })

  it('of one’s own decide by what they count', async () => {
    const whenLarge: Trigger<Pair> = {
      onRecord: (pair, _timestamp, context) => {
        context.set('sum', context.get('sum') + pair[1])
        if (context.get('sum') < 10) return 'continue'
        context.set('sum', 0)
        return 'fireAndPurge'
      },
    }
    const harness = await keyed((stream) => stream.window(global()).trigger(whenLarge).count())
    for (const value of [4, 5, 1, 20, 3]) harness.push(['a', value], value)
    expect(taken(harness)).toEqual(['a:3@1', 'a:1@20'])
  })
})

describe('the functions of windows', () => {
  it('min and max give the first record with the field replaced, or the key and the value', async () => {
    const harness = await testStream<{ k: string; n: number; i: number }, any>((input) => {
      const windows = () => input.keyBy('k').window(tumbling(10))
      return windows()
        .min('n')
        .map((r): any => r)
        .union(
          windows()
            .max('n')
            .map((r): any => r),
          windows()
            .max((r) => r.n)
            .map((r): any => r),
        )
    })
    for (const [i, n] of [5, 3, 8].entries()) harness.push({ k: 'a', n, i }, i)
    harness.end()
    expect(harness.output.map(({ value }) => value)).toEqual([{ k: 'a', n: 3, i: 0 }, { k: 'a', n: 8, i: 0 }, ['a', 8]])
  })

  it('an aggregate may return its accumulator or change it, and knows key and window', async () => {
    const harness = await keyed((stream) =>
      stream.window(sliding({ size: 10, slide: 5 })).aggregate({
        create: () => ({ n: 0, total: 0 }),
        add: (own: { n: number; total: number }, pair: Pair) => {
          own.n++
          own.total += pair[1]
        },
        merge: (a, b) => ({ n: a.n + b.n, total: a.total + b.total }),
        result: ({ n, total }, key, { start, end }) => `${key} ${start}..${end}: ${total / n}`,
      }),
    )
    harness.push(['a', 1], 1)
    harness.push(['a', 3], 6)
    harness.end()
    expect(harness.output.map(({ value }) => value)).toEqual(['a -5..5: 1', 'a 0..10: 2', 'a 5..15: 3'])
  })

  it('process gets all records in order, pulls lazily, and reaches side outputs', async () => {
    const many = outputTag<string>('many')
    let pulled = 0
    const harness = await keyed((stream) =>
      stream.window(tumbling(10)).process(function* (key, { start }, records, context) {
        if (records.length > 1) context.output(many, `${key}${records.length}`)
        for (const [, value] of records as Pair[]) {
          pulled++
          yield `${key}${start}:${value}`
        }
      }),
    )
    harness.push(['a', 1], 3)
    harness.push(['a', 2], 1)
    harness.end()
    expect(taken(harness)).toEqual(['a0:1@9', 'a0:2@9'])
    expect(pulled).toBe(2)
    expect(harness.sideOutput(many)).toEqual([{ value: 'a2', timestamp: 9 }])
  })

  it.each([
    ['a field', 1],
    ['a function', (pair: Pair) => pair[1]],
  ])('sum of %s never gives -0', async (_what, selector) => {
    const harness = await keyed((stream) => stream.window(tumbling(10)).sum(selector as never))
    harness.push(['a', -0], 1)
    harness.push(['b', -0], 1)
    harness.push(['b', 0 * -1], 2)
    harness.end()
    expect(harness.output.map(({ value }) => value)).toEqual([
      ['a', 0],
      ['b', 0],
    ])
  })

  it('sum refuses what is no number, with the operator and the record', async () => {
    const harness = await keyed((stream) => stream.window(tumbling(10)).sum((pair: Pair) => pair[1]))
    expect(() => harness.push(['a', 'x' as never], 1)).toThrow(/adds numbers, but got string/)
  })
})

describe('windows of processing time', () => {
  // clock      0 ------- 10 ------- 20
  // records    3^   ^9     ^12
  it('hold what is seen in them, and fire by the clock', async () => {
    const harness = await testStream<Pair, any>((input) => input.keyBy(0).timeWindow(10).sum(1))
    harness.processingTime(3)
    harness.push(['a', 1])
    harness.processingTime(8)
    harness.push(['a', 2])
    expect(taken(harness)).toEqual([])
    harness.processingTime(12)
    expect(taken(harness)).toEqual(['a:3@9'])
    harness.push(['a', 4])
    harness.processingTime(30)
    expect(taken(harness)).toEqual(['a:4@19'])
  })

  it('without keys hold the whole stream, and what is open at the end is not lost', async () => {
    const harness = await testStream<number, any>((input) => input.timeWindow(10).sum((n) => n))
    harness.push(1)
    harness.push(2)
    harness.end()
    expect(harness.output).toEqual([{ value: [undefined, 3], timestamp: 9 }])
  })
})

describe('what cannot work', () => {
  const stream = (): Promise<unknown> => keyed((keys) => keys.window(global()).count())
  it('a global window without a trigger', async () => {
    await expect(stream()).rejects.toThrow('global() windows never fire by themselves')
  })

  it.each([
    ['a size of nothing', () => tumbling(0), 'the size of tumbling windows must be a whole number of milliseconds'],
    ['a fraction', () => tumbling(1.5), 'but is 1.5'],
    ['an offset as large as the size', () => tumbling(10, { offset: 10 }), 'between -10 and 10, but is 10'],
    ['a slide that is missing', () => sliding({ size: 10 } as never), 'the slide of sliding windows'],
    ['a misspelt option', () => sliding({ size: 10, slid: 5 } as never), "sliding has no option 'slid'"],
    ['a gap that is a text', () => session('5' as never), 'the gap of session windows'],
    ['a count below 1', () => count(0), 'the size of count windows must be a whole number of records'],
    ['a trigger of nothing', () => onCount(0), 'onCount(n) takes a whole number of records'],
    ['a trigger that is none', () => purging({} as never), 'a trigger is made by'],
  ])('%s is refused where it is written', (_what, make, message) => {
    expect(make).toThrow(message)
  })

  it('event time without timestamps is refused before the job runs', async () => {
    const { Environment, generate } = await import('../../../../runtime/src/index.ts')
    const env = new Environment()
    env
      .source(generate((i) => [`k${i}`, i] as Pair, { count: 1 }))
      .keyBy(0)
      .window(tumbling(10))
      .count()
      .sink()
    await expect(env.execute('untimed')).rejects.toThrow(
      'Window works on event time, but the records from KeyBy have no timestamps',
    )
  })

  it('a record without a timestamp among others fails with the cure', async () => {
    const harness = await sums(tumbling(10))
    expect(() => harness.push(['a', 1])).toThrow('the record has no timestamp: put assignTimestamps(..) before it')
  })
})
