import { describe, expect, it } from 'vitest'
import { type DataStream, global, type KeyedStream, onEvery, session } from '../../../runtime/src/index.ts'
import { type StreamHarness, type TestInput, testStream } from '../../../runtime/src/testing/index.ts'

type Pair = [key: string, value: number]

function keyed<Out>(
  build: (keyed: KeyedStream<string, Pair>) => DataStream<Out>,
): Promise<StreamHarness<Out> & TestInput<Pair>> {
  return testStream<Pair, Out>((input) => build(input.keyBy(0)))
}

function taken(harness: StreamHarness<[string, number]>): string[] {
  return harness.output.splice(0).map(({ value: [key, count], timestamp }) => `${key}:${count}@${timestamp}`)
}

describe('onEvery', () => {
  // record      0
  // watermark        20      (session [0, 10) has fired, and is kept)
  // record          8        -> [0, 18), ended as well
  // watermark           40
  it('a session that ends before the watermark, though late records make it longer, fires once for each', async () => {
    const harness = await keyed((stream) =>
      stream.window(session(10)).allowedLateness(100).trigger(onEvery(5)).count('Count'),
    )
    harness.push(['a', 1], 0)
    harness.watermark(20)
    expect(taken(harness)).toEqual(['a:1@9', 'a:1@9'])
    harness.push(['a', 1], 8)
    expect(taken(harness)).toEqual(['a:2@17'])
    harness.watermark(40)
    expect(taken(harness)).toEqual([])
    await harness.close()
  })

  // window     [ ------------------------- without end
  // record       5
  // watermark        9  10            60     end
  // boundaries           10  20 .. 60    70
  it('a window without end fires once however many boundaries a watermark jumps over, and once at the end', async () => {
    const harness = await keyed((stream) => stream.window(global()).trigger(onEvery(10)).count('Count'))
    harness.push(['a', 1], 5)
    harness.watermark(9)
    expect(taken(harness)).toEqual([])
    harness.watermark(10)
    expect(taken(harness)).toEqual(['a:1@10'])
    harness.watermark(60)
    expect(taken(harness)).toEqual(['a:1@20'])
    harness.watermark(69)
    harness.push(['a', 1], 65)
    expect(taken(harness)).toEqual([])
    harness.end()
    expect(taken(harness)).toEqual(['a:2@70'])
    expect(harness.ended).toBe(true)
    await harness.close()
  })

  it('a record without a timestamp fails with the cure', async () => {
    const harness = await keyed((stream) => stream.window(global()).trigger(onEvery(10)).count('Count'))
    expect(() => harness.push(['a', 1])).toThrow(
      /onEvery\(ms\) works on event time, but the record has no timestamp: put assignTimestamps/,
    )
    await harness.close()
  })
})
