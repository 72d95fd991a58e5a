import { describe, expect, it } from 'vitest'
import {
  type DataStream,
  onCount,
  session,
  type Trigger,
  tumbling,
  type WindowedStream,
} from '../../../runtime/src/index.ts'
import { type StreamHarness, type TestInput, testStream } from '../../../runtime/src/testing/index.ts'

type Pair = [key: string, value: number]
type Windows = WindowedStream<string, Pair>

/** Fails for key `b`. */
const aggregated = (windows: Windows) =>
  windows.aggregate({
    create: () => 0,
    add: (total, [, value]) => total + value,
    merge: (a, b) => a + b,
    result(total, key) {
      if (key === 'b') throw new Error('no b')
      return `${key}:${total}`
    },
  })
const processed = (windows: Windows) =>
  windows.process(function* (key, _window, records) {
    yield `${key}:${records.length}`
    if (key === 'b') throw new Error('no b')
  })

function open(
  cut: (windows: (assigner: ReturnType<typeof tumbling>) => Windows) => Windows,
  finish: (windows: Windows) => DataStream<string>,
  onError: 'skip' | 'fail',
): Promise<StreamHarness<string> & TestInput<Pair>> {
  return testStream<Pair, string>((input) => {
    const keyed = input.keyBy(0)
    const stream = finish(cut((assigner) => keyed.window(assigner)))
    return onError === 'skip' ? stream.onError('skip') : stream
  })
}

describe('a function that throws for one window', () => {
  // record     a1 b1 c1
  // watermark           9   (fires a, b and c)
  it.each([
    ['tumbling windows', 'aggregate', (of: any) => of(tumbling(10)), aggregated, ['a:1', 'c:1']],
    ['tumbling windows', 'process', (of: any) => of(tumbling(10)), processed, ['a:1', 'b:1', 'c:1']],
    ['sessions', 'aggregate', (of: any) => of(session(5)), aggregated, ['a:1', 'c:1']],
    ['sessions', 'process', (of: any) => of(session(5)), processed, ['a:1', 'b:1', 'c:1']],
  ] as const)(
    'leaves the others to fire where it is skipped: %s, %s',
    async (_windows, _method, cut, finish, expected) => {
      const harness = await open(cut, finish, 'skip')
      for (const key of ['a', 'b', 'c']) harness.push([key, 1], 1)
      harness.watermark(9)
      expect(harness.output.map(({ value }) => value)).toEqual(expected)
      await harness.close()
    },
  )

  it('fails the job with key and window otherwise', async () => {
    const harness = await open((of) => of(tumbling(10)), aggregated, 'fail')
    harness.push(['b', 1], 1)
    expect(() => harness.watermark(9)).toThrow(/no b[\s\S]*record: \{ key: 'b', window: \{ start: 0, end: 10 \} \}/)
    await harness.close()
  })
})

describe('a trigger of one’s own', () => {
  const triggered = (trigger: Trigger<Pair>) =>
    testStream<Pair, [string, number]>((input) => input.keyBy(0).window(tumbling(10)).trigger(trigger).count('Count'))

  it('that returns what is no result is refused with the four there are', async () => {
    const harness = await triggered({ onRecord: () => 'FIRE' as never })
    expect(() => harness.push(['a', 1], 1)).toThrow(
      /onRecord of a trigger returns 'continue', 'fire', 'purge' or 'fireAndPurge', but it returned FIRE/,
    )
    await harness.close()
  })

  it('that registers what is no time is refused', async () => {
    const harness = await triggered({
      onRecord(_record, _timestamp, context) {
        context.registerEventTime(Number.NaN)
        return 'continue'
      },
    })
    expect(() => harness.push(['a', 1], 1)).toThrow(
      /registerEventTime\(\.\.\) takes milliseconds since 1970, but got NaN/,
    )
    await harness.close()
  })

  it('may be used with others of the same kind: each window counts for itself', async () => {
    const harness = await triggered(onCount(2))
    harness.push(['a', 1], 1)
    harness.push(['a', 1], 11)
    expect(harness.output).toEqual([])
    harness.push(['a', 1], 12)
    expect(harness.output).toEqual([{ value: ['a', 2], timestamp: 19 }])
    await harness.close()
  })
})

describe('the gap of a session', () => {
  it.each([Number.POSITIVE_INFINITY, Number.NaN, 0, -1])('that is %d is refused: it would never end', async (gap) => {
    const harness = await testStream<Pair, [string, number]>((input) =>
      input
        .keyBy(0)
        .window(session(() => gap))
        .count('Count'),
    )
    expect(() => harness.push(['a', 1], 1)).toThrow(/the gap of a session must be a number of milliseconds above 0/)
    await harness.close()
  })
})
