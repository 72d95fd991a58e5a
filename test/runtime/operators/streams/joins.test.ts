import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DataStream,
  type KeyedStream,
  outputTag,
  session,
  sliding,
  tumbling,
  type WindowAssigner,
} from '../../../../runtime/src/index.ts'
import { testStreams } from '../../../../runtime/src/testing/index.ts'

type Pair = [key: string, value: number]

const show = (left: Pair, right: Pair) => `${left[0]}${left[1]}-${right[1]}`

type Joined = { output: { value: string; timestamp: number | undefined }[] }
const taken = ({ output }: Joined) => output.splice(0).map(({ value, timestamp }) => `${value}@${timestamp}`)

type Bounds = { lower: number; upper: number; lowerInclusive?: boolean; upperInclusive?: boolean }
const interval = (bounds: Bounds, parallelism = 1) =>
  testStreams<Pair, Pair, string>(
    (left, right) => left.keyBy(0).intervalJoin(right.keyBy(0), { ...bounds, join: show }),
    { parallelism },
  )

describe('interval join', () => {
  // left    10^
  // right   8^ 9^      12^ 13^       from left - 2 to left + 2
  it('pairs records within the bounds, which are included, with the larger timestamp', async () => {
    const harness = await interval({ lower: -2, upper: 2 })
    harness.left.push(['a', 1], 10)
    harness.right.push(['a', 7], 7)
    harness.right.push(['a', 8], 8)
    harness.right.push(['a', 12], 12)
    harness.right.push(['a', 13], 13)
    harness.right.push(['b', 10], 10)
    expect(taken(harness)).toEqual(['a1-8@10', 'a1-12@12'])
  })

  it('leaves bounds out that are said to be', async () => {
    const harness = await interval({ lower: -2, upper: 2, lowerInclusive: false, upperInclusive: false })
    harness.left.push(['a', 1], 10)
    for (const time of [8, 9, 11, 12]) harness.right.push(['a', time], time)
    expect(taken(harness)).toEqual(['a1-9@10', 'a1-11@11'])
  })

  // watermark   10^
  // record      10^ is on time, 9^ is late
  it('takes a record that has the watermark, and not one below it', async () => {
    const late = outputTag<Pair>('late left')
    const harness = await testStreams<Pair, Pair, string>((left, right) =>
      left.keyBy(0).intervalJoin(right.keyBy(0), { lower: 0, upper: 5, join: show, lateLeftTo: late }),
    )
    harness.left.watermark(10)
    harness.right.watermark(10)
    harness.left.push(['a', 1], 10)
    harness.left.push(['a', 2], 9)
    harness.right.push(['a', 3], 10)
    harness.right.push(['a', 4], 9)
    expect(taken(harness)).toEqual(['a1-3@10'])
    expect(harness.sideOutput(late)).toEqual([{ value: ['a', 2], timestamp: 9 }])
    expect(harness.dropped).toBe(1)
  })

  it('goes by the smaller watermark of its inputs', async () => {
    const harness = await interval({ lower: 0, upper: 5 })
    harness.left.watermark(100)
    harness.right.push(['a', 3], 10)
    expect(harness.dropped).toBe(0)
    harness.right.watermark(50)
    harness.right.push(['a', 3], 49)
    expect(harness.dropped).toBe(1)
  })

  it.each([
    [{ lower: 3, upper: 2 }, 'nothing lies between lower 3 and upper 2'],
    [{ lower: 0, upper: 1.5 }, 'upper of intervalJoin must be a whole number'],
  ])('refuses bounds %o', async (bounds, message) => {
    await expect(interval(bounds)).rejects.toThrow(message)
  })

  it('wants a keyed stream', async () => {
    await expect(
      testStreams<Pair, Pair, any>((left, right) =>
        left.keyBy(0).intervalJoin(right as never as KeyedStream<string, Pair>, { lower: 0, upper: 1 }),
      ),
    ).rejects.toThrow('intervalJoin(..) takes a keyed stream')
  })
})

describe('window join', () => {
  const windowed = (window: WindowAssigner<Pair>) =>
    testStreams<Pair, Pair, string>((left, right) => join(left, right, window))
  function join(left: DataStream<Pair>, right: DataStream<Pair>, window: WindowAssigner<Pair>): DataStream<string> {
    return left.windowJoin(right, { left: 0, right: 0, window, join: show })
  }

  // windows   [0 ------- 10)[10 ------- 20)
  // left        1^    4^
  // right          3^         11^
  it('pairs what is in the same window, with its last millisecond as timestamp', async () => {
    const harness = await windowed(tumbling(10))
    harness.left.push(['a', 1], 1)
    harness.left.push(['a', 4], 4)
    harness.left.push(['b', 4], 4)
    harness.right.push(['a', 3], 3)
    harness.right.push(['a', 11], 11)
    harness.left.end()
    harness.right.end()
    expect(taken(harness)).toEqual(['a1-3@9', 'a4-3@9'])
  })

  it('emits a pair once for each window that it shares', async () => {
    const harness = await windowed(sliding({ size: 10, slide: 5 }))
    harness.left.push(['a', 1], 6)
    harness.right.push(['a', 2], 7)
    harness.left.end()
    harness.right.end()
    expect(taken(harness)).toEqual(['a1-2@9', 'a1-2@14'])
  })

  it('works with sessions of both inputs', async () => {
    const harness = await windowed(session(5))
    harness.left.push(['a', 1], 1)
    harness.right.push(['a', 2], 5)
    harness.left.push(['a', 3], 30)
    harness.left.end()
    harness.right.end()
    expect(taken(harness)).toEqual(['a1-2@9'])
  })

  it('hands on or counts what comes too late, of both inputs', async () => {
    const late = outputTag<Pair>('late')
    const harness = await testStreams<Pair, Pair, string>((left, right) =>
      left.windowJoin(right, { left: 0, right: 0, window: tumbling(10), join: show, lateTo: late }),
    )
    harness.left.watermark(9)
    harness.right.watermark(9)
    harness.left.push(['a', 1], 1)
    harness.right.push(['a', 2], 2)
    expect(harness.sideOutput(late).map(({ value }) => value)).toEqual([
      ['a', 1],
      ['a', 2],
    ])
  })

  it('the short form takes an attribute and a width, and gives pairs', async () => {
    const harness = await testStreams<{ id: string; l: number }, { id: string; r: number }, any>((left, right) =>
      left.windowJoin(right, 'id', 10),
    )
    harness.left.push({ id: 'x', l: 1 }, 3)
    harness.right.push({ id: 'x', r: 2 }, 4)
    harness.right.push({ id: 'x', r: 3 }, 14)
    harness.left.end()
    harness.right.end()
    expect(harness.output).toEqual([
      {
        value: [
          { id: 'x', l: 1 },
          { id: 'x', r: 2 },
        ],
        timestamp: 9,
      },
    ])
  })

  it('a thousand times a thousand pairs are pulled, not collected', async () => {
    let made = 0
    let seen = 0
    let most = 0
    const harness = await testStreams<Pair, Pair, any>((left, right) =>
      left
        .windowJoin(right, {
          left: 0,
          right: 0,
          window: tumbling(10),
          join: (l, r) => {
            made++
            return [l[1], r[1]]
          },
        })
        .filter(() => {
          most = Math.max(most, made - seen++)
          return false
        }),
    )
    for (let i = 0; i < 300; i++) {
      harness.left.push(['a', i], 1)
      harness.right.push(['a', i], 1)
    }
    harness.left.end()
    harness.right.end()
    expect(seen).toBe(90_000)
    expect(most).toBe(1)
  })
})

type Event =
  | { readonly kind: 'record'; readonly side: 'left' | 'right'; readonly key: string; readonly time: number }
  | { readonly kind: 'watermark'; readonly by: number }
  | { readonly kind: 'restore'; readonly parallelism: number }

const events: fc.Arbitrary<Event[]> = fc.array(
  fc.oneof(
    {
      arbitrary: fc.record({
        kind: fc.constant('record' as const),
        side: fc.constantFrom('left' as const, 'right' as const),
        key: fc.constantFrom('a', 'b', 'c'),
        time: fc.integer({ min: 0, max: 40 }),
      }) as fc.Arbitrary<Event>,
      weight: 6,
    },
    {
      arbitrary: fc.record({
        kind: fc.constant('watermark' as const),
        by: fc.integer({ min: 1, max: 12 }),
      }) as fc.Arbitrary<Event>,
      weight: 2,
    },
    {
      arbitrary: fc.record({
        kind: fc.constant('restore' as const),
        parallelism: fc.constantFrom(1, 2, 3),
      }) as fc.Arbitrary<Event>,
      weight: 1,
    },
  ),
  { maxLength: 40 },
)

/** Runs the events through a join; the value of each record is its number. */
async function run(
  build: (left: DataStream<Pair>, right: DataStream<Pair>) => DataStream<string>,
  input: readonly Event[],
) {
  const harness = await testStreams<Pair, Pair, string>(build, { parallelism: 2 })
  let time = 0
  for (const [i, event] of input.entries()) {
    if (event.kind === 'record') harness[event.side].push([event.key, i], event.time)
    else if (event.kind === 'restore') await harness.snapshotAndRestore({ parallelism: event.parallelism })
    else {
      time += event.by
      harness.left.watermark(time)
      harness.right.watermark(time)
    }
  }
  harness.left.end()
  harness.right.end()
  const outcome = { pairs: taken(harness).sort(), dropped: harness.dropped }
  await harness.close()
  return outcome
}

describe('joins, saved and restored between any two records at any parallelism', () => {
  it('an interval join gives all pairs of records that were on time, and counts the others', async () => {
    const bounds = fc
      .tuple(fc.integer({ min: -15, max: 15 }), fc.integer({ min: -15, max: 15 }))
      .map(([a, b]) => ({ lower: Math.min(a, b), upper: Math.max(a, b) }))
    await fc.assert(
      fc.asyncProperty(events, bounds, async (input, { lower, upper }) => {
        const outcome = await run(
          (left, right) => left.keyBy(0).intervalJoin(right.keyBy(0), { lower, upper, join: show }),
          input,
        )
        const kept: (Event & { kind: 'record'; number: number })[] = []
        let now = Number.NEGATIVE_INFINITY
        let time = 0
        let dropped = 0
        for (const [number, event] of input.entries()) {
          if (event.kind === 'watermark') {
            time += event.by
            now = time
          } else if (event.kind === 'record') {
            if (event.time < now) dropped++
            else kept.push({ ...event, number })
          }
        }
        const pairs = kept
          .filter(({ side }) => side === 'left')
          .flatMap((left) =>
            kept
              .filter(({ side, key }) => side === 'right' && key === left.key)
              .filter((right) => right.time >= left.time + lower && right.time <= left.time + upper)
              .map((right) => `${left.key}${left.number}-${right.number}@${Math.max(left.time, right.time)}`),
          )
        expect(outcome).toEqual({ pairs: pairs.sort(), dropped })
      }),
      { numRuns: 150 },
    )
  })

  it('a window join gives all pairs of records in the same window that was open', async () => {
    await fc.assert(
      fc.asyncProperty(events, fc.integer({ min: 1, max: 20 }), async (input, size) => {
        const outcome = await run(
          (left, right) => left.windowJoin(right, { left: 0, right: 0, window: tumbling(size), join: show }),
          input,
        )
        const kept: { side: string; key: string; end: number; number: number }[] = []
        let now = Number.NEGATIVE_INFINITY
        let time = 0
        let dropped = 0
        for (const [number, event] of input.entries()) {
          if (event.kind === 'watermark') {
            time += event.by
            now = time
          } else if (event.kind === 'record') {
            const end = Math.floor(event.time / size) * size + size
            if (end - 1 <= now) dropped++
            else kept.push({ side: event.side, key: event.key, end, number })
          }
        }
        const pairs = kept
          .filter(({ side }) => side === 'left')
          .flatMap((left) =>
            kept
              .filter(({ side, key, end }) => side === 'right' && key === left.key && end === left.end)
              .map((right) => `${left.key}${left.number}-${right.number}@${left.end - 1}`),
          )
        expect(outcome).toEqual({ pairs: pairs.sort(), dropped })
      }),
      { numRuns: 150 },
    )
  })
})
