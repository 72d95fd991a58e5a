import { describe, expect, it } from 'vitest'
import {
  count,
  type DataStream,
  global,
  type KeyedStream,
  onCount,
  onEventTime,
  purging,
  session,
  sliding,
  tumbling,
} from '../../../runtime/src/index.ts'
import {
  type OperatorFactory,
  type WindowOptions,
  windowCount,
  windowOperator,
  windowProcess,
} from '../../../runtime/src/operators/index.ts'
import { type StreamHarness, type TestInput, testStream } from '../../../runtime/src/testing/index.ts'
import { processingTimeTumbling } from '../../../runtime/src/time/index.ts'
import { OperatorDriver } from './operator-driver.ts'

interface Named {
  readonly key: string
  readonly name: string
  readonly value: number
}

function keyed<Out>(
  build: (keyed: KeyedStream<string, Named>) => DataStream<Out>,
): Promise<StreamHarness<Out> & TestInput<Named>> {
  return testStream<Named, Out>((input) => build(input.keyBy('key')))
}

function operator(options: Pick<WindowOptions, 'assigner' | 'trigger' | 'fn'>): OperatorFactory {
  return windowOperator({ allowedLateness: 0, keyed: true, ...options })
}

/** How many keys the operator's windows hold. */
function kept(driver: OperatorDriver): number {
  return [...driver.state.table('windows').entries()].length
}

describe('the first record by arrival', () => {
  // time    0         10        20
  // arrives        late(12)                then a restore, then early(3)
  // window  [-------------------)
  it.each([
    ['sliding windows', sliding({ size: 20, slide: 10 })],
    ['sessions', session(5)],
  ])('gives the fields of the result, whatever was restored in between: %s', async (_windows, windows) => {
    const harness = await keyed((stream) => stream.window(windows).sum('value'))
    harness.push({ key: 'other', name: 'other', value: 1 }, 12)
    harness.push({ key: 'a', name: 'late', value: 1 }, 12)
    await harness.snapshotAndRestore()
    harness.push({ key: 'a', name: 'early', value: 2 }, 3)
    harness.push({ key: 'a', name: 'between', value: 4 }, 8)
    harness.watermark(19)
    expect(harness.output.filter(({ value }) => value.key === 'a').at(-1)).toEqual({
      value: { key: 'a', name: 'late', value: 7 },
      timestamp: windows.kind === 'session' ? 16 : 19,
    })
    await harness.close()
  })
})

describe('a record below the watermark', () => {
  // time      0    5    10   15   20
  // windows   [---------)                fires at 9
  //                [---------)           open
  // records         6      12
  // watermark               9
  // record           7 (of another key)
  it('is in the sliding windows that are still open, though its slice was in one that has fired', async () => {
    const harness = await keyed((stream) => stream.window(sliding({ size: 10, slide: 5 })).count('Count'))
    harness.push({ key: 'a', name: '', value: 1 }, 6)
    harness.push({ key: 'a', name: '', value: 1 }, 12)
    harness.watermark(9)
    harness.push({ key: 'b', name: '', value: 1 }, 7)
    harness.watermark(14)
    expect(harness.output).toEqual([
      { value: ['a', 1], timestamp: 9 },
      { value: ['a', 2], timestamp: 14 },
      { value: ['b', 1], timestamp: 14 },
    ])
    expect(harness.dropped).toBe(0)
    await harness.close()
  })
})

describe('what is over', () => {
  it('count windows keep nothing of a key whose window has fired', async () => {
    const driver = await new OperatorDriver(operator({ assigner: count(2), fn: windowCount() })).open()
    for (let i = 0; i < 10; i++) driver.push('x', 1, `key ${i}`)
    expect(kept(driver)).toBe(10)
    for (let i = 0; i < 10; i++) driver.push('x', 1, `key ${i}`)
    expect(kept(driver)).toBe(0)
  })

  it('a window without end that a trigger purges keeps nothing of its key', async () => {
    const driver = await new OperatorDriver(
      operator({ assigner: global(), trigger: purging(onCount(2)), fn: windowCount() }),
    ).open()
    driver.push('x', 1, 'a').push('x', 1, 'b').push('x', 1, 'a')
    expect(driver.taken()).toEqual(['["a",2]@1'])
    expect(kept(driver)).toBe(1)
  })

  // records   5        25          (sessions of 10)
  // watermark    14 ->      34 ->
  it.each([
    ['sessions', session(10)],
    ['tumbling windows', tumbling(10)],
  ])('%s keep nothing of a key when its last window has fired', async (_windows, assigner) => {
    const driver = await new OperatorDriver(operator({ assigner, trigger: onEventTime(), fn: windowCount() })).open()
    driver.push('x', 5).push('x', 25)
    expect(kept(driver)).toBe(1)
    driver.watermark(14)
    expect(kept(driver)).toBe(1)
    driver.watermark(34)
    expect(kept(driver)).toBe(0)
  })

  it('count windows with a slide hold the last records only, however far apart they fire', async () => {
    const driver = await new OperatorDriver(
      operator({ assigner: count(2, 1_000), fn: windowProcess((_key, _window, records) => [records.join()]) }),
    ).open()
    for (let i = 1; i <= 999; i++) driver.push(i, i)
    const [[, { records }]] = driver.state.table<{ records: unknown[] }>('windows').entries()
    expect(records.length).toBeLessThan(30)
    driver.push(1_000, 1_000)
    expect(driver.taken()).toEqual(['999,1000@1000'])
  })
})

describe('a global window', () => {
  it('with the trigger of event time fires once, at the end of the input', async () => {
    const harness = await keyed((stream) => stream.window(global()).trigger(onEventTime()).count('Count'))
    harness.push({ key: 'a', name: '', value: 1 }, 5)
    harness.push({ key: 'a', name: '', value: 1 }, 1_000_000)
    harness.watermark(2_000_000)
    expect(harness.output).toEqual([])
    harness.end()
    expect(harness.output.map(({ value }) => value)).toEqual([['a', 2]])
    await harness.close()
  })
})

describe('an aggregate', () => {
  // time      0    10   20   30   40
  // records    1    1    1    1
  // windows   [--------------)          each of three slices
  it('whose merge gives back its second argument leaves the slices of sliding windows as they are', async () => {
    const harness = await keyed((stream) =>
      stream.window(sliding({ size: 30, slide: 10 })).aggregate({
        create: () => ({ n: 0 }),
        add(own, { value }) {
          own.n += value
        },
        merge(a, b) {
          if (a.n === 0) return b
          a.n += b.n
          return a
        },
        result: ({ n }) => n,
      }),
    )
    for (const time of [5, 15, 25, 35]) harness.push({ key: 'a', name: '', value: 1 }, time)
    harness.end()
    expect(harness.output.map(({ value }) => value)).toEqual([1, 2, 3, 3, 2, 1])
    await harness.close()
  })
})

describe('windows of processing time', () => {
  it('tell their function the watermark of the stream, not their own clock', async () => {
    const seen: number[] = []
    const fn = windowProcess((_key, _window, records, { watermark }) => {
      seen.push(watermark)
      return [records.length]
    })
    const driver = await new OperatorDriver(operator({ assigner: processingTimeTumbling(10), fn })).open()
    driver.push('x', 5).watermark(3).processingTime(50)
    expect(seen).toEqual([3])
    expect(driver.taken()).toEqual(['1@9'])
  })
})
