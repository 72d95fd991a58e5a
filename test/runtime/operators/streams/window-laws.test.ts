import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DataStream,
  disk,
  type KeyedStream,
  onEventTime,
  type StateBackend,
  session,
  sliding,
  tumbling,
  type WindowedStream,
} from '../../../../runtime/src/index.ts'
import { testStream } from '../../../../runtime/src/testing/index.ts'

const folder = fileURLToPath(new URL('../../../../.cache/state', import.meta.url))

type Pair = [key: string, value: number]

type Event =
  | { readonly kind: 'record'; readonly key: string; readonly value: number; readonly time: number }
  | { readonly kind: 'watermark'; readonly by: number }
  | { readonly kind: 'restore'; readonly parallelism: number }

const record = fc.record({
  kind: fc.constant('record' as const),
  key: fc.constantFrom('a', 'b', 'c', 'd'),
  value: fc.integer({ min: 1, max: 9 }),
  time: fc.integer({ min: -40, max: 60 }),
})
const watermark = fc.record({ kind: fc.constant('watermark' as const), by: fc.integer({ min: 1, max: 25 }) })
const restore = fc.record({ kind: fc.constant('restore' as const), parallelism: fc.constantFrom(1, 2, 3) })
const events = (restores: boolean): fc.Arbitrary<Event[]> =>
  fc.array(
    fc.oneof(
      { arbitrary: record as fc.Arbitrary<Event>, weight: 6 },
      { arbitrary: watermark as fc.Arbitrary<Event>, weight: 2 },
      { arbitrary: restore as fc.Arbitrary<Event>, weight: restores ? 1 : 0 },
    ),
    { maxLength: 40 },
  )

interface Outcome {
  /** By key: what came out, in order. */
  readonly byKey: Record<string, string[]>
  readonly late: number
}

/** What the operators make of the events. */
async function run(
  windows: (keyed: KeyedStream<string, Pair>) => DataStream<[string, number]>,
  input: readonly Event[],
  parallelism = 1,
  state?: StateBackend,
): Promise<Outcome> {
  const harness = await testStream<Pair, [string, number]>((stream) => windows(stream.keyBy(0)), {
    parallelism,
    ...(state ? { state } : {}),
  })
  let time = -50
  for (const event of input) {
    if (event.kind === 'record') harness.push([event.key, event.value], event.time)
    else if (event.kind === 'restore') await harness.snapshotAndRestore({ parallelism: event.parallelism })
    else {
      time += event.by
      harness.watermark(time)
    }
  }
  harness.end()
  const byKey: Record<string, string[]> = {}
  for (const { value, timestamp } of harness.output) {
    byKey[value[0]] = [...(byKey[value[0]] ?? []), `${value[1]}@${timestamp}`]
  }
  await harness.close()
  return { byKey, late: harness.dropped }
}

/** The same by the rules, one after the other, over all records. */
function byTheRules(
  input: readonly Event[],
  shape: { size: number; slide: number; offset: number },
  lateness: number,
): Outcome {
  const windows = new Map<string, { key: string; end: number; sum: number; fired: boolean }>()
  const byKey: Record<string, string[]> = {}
  let late = 0
  let now = Number.NEGATIVE_INFINITY
  let time = -50
  const emit = (window: { key: string; end: number; sum: number }) => {
    byKey[window.key] = [...(byKey[window.key] ?? []), `${window.sum}@${window.end - 1}`]
  }
  const advance = (to: number) => {
    now = to
    for (const window of [...windows.values()].sort((a, b) => a.end - b.end)) {
      if (!window.fired && window.end - 1 <= now) {
        window.fired = true
        emit(window)
      }
    }
  }
  for (const event of input) {
    if (event.kind === 'watermark') {
      time += event.by
      advance(time)
    } else if (event.kind === 'record') {
      let member = 0
      let alive = 0
      for (let end = -200; end < 200; end++) {
        const start = end - shape.size
        if ((((start - shape.offset) % shape.slide) + shape.slide) % shape.slide !== 0) continue
        if (event.time < start || event.time >= end) continue
        member++
        if (end - 1 + lateness <= now) continue
        alive++
        const place = `${event.key} ${end}`
        const window = windows.get(place) ?? { key: event.key, end, sum: 0, fired: false }
        windows.set(place, window)
        window.sum += event.value
        if (end - 1 <= now) {
          window.fired = true
          emit(window)
        }
      }
      if (member > 0 && alive === 0) late++
    }
  }
  advance(Number.POSITIVE_INFINITY)
  return { byKey, late }
}

const shape = fc
  .record({ size: fc.integer({ min: 1, max: 20 }), slide: fc.integer({ min: 1, max: 20 }) })
  .chain(({ size, slide }) =>
    fc.record({
      size: fc.constant(size),
      slide: fc.constant(slide),
      offset: fc.integer({ min: -slide + 1, max: slide - 1 }),
    }),
  )
const lateness = fc.constantFrom(0, 0, 3, 15)

/** Sums, by slices; and with a trigger that is the default, by the operator for all kinds of windows. */
const sum = (stream: WindowedStream<string, Pair>) => stream.sum((pair) => pair[1])
const general = (stream: WindowedStream<string, Pair>) => sum(stream.trigger(onEventTime()))

describe('windows of any size, slide, offset and lateness', () => {
  it.each([
    ['by slices', sum, undefined, 150],
    ['window by window', general, undefined, 150],
    ['by slices on disk', sum, disk({ cacheEntries: 16, folder }), 25],
    ['window by window on disk', general, disk({ cacheEntries: 16, folder }), 25],
  ])(
    'give what the rules say, %s, whenever they are saved and restored at another parallelism',
    async (_how, finish, state, numRuns) => {
      await fc.assert(
        fc.asyncProperty(
          events(true),
          shape,
          lateness,
          fc.constantFrom(1, 2),
          async (input, own, late, parallelism) => {
            const outcome = await run(
              (keyed) => finish(keyed.window(sliding(own)).allowedLateness(late)),
              input,
              parallelism,
              state,
            )
            expect(outcome).toEqual(byTheRules(input, own, late))
          },
        ),
        { numRuns },
      )
    },
  )

  it('tumbling windows are sliding ones whose slide is their size', async () => {
    await fc.assert(
      fc.asyncProperty(events(true), fc.integer({ min: 1, max: 20 }), lateness, async (input, size, late) => {
        const outcome = await run((keyed) => sum(keyed.window(tumbling(size)).allowedLateness(late)), input)
        expect(outcome).toEqual(byTheRules(input, { size, slide: size, offset: 0 }, late))
      }),
      { numRuns: 100 },
    )
  })
})

describe('sessions', () => {
  it('are the groups of records whose neighbours are within the gap, when none is late', async () => {
    const records = fc.array(record, { maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(records, fc.integer({ min: 1, max: 20 }), async (input, gap) => {
        const outcome = await run((keyed) => sum(keyed.window(session(gap))), input)
        const expected: Record<string, string[]> = {}
        for (const key of new Set(input.map((event) => event.key))) {
          const own = input.filter((event) => event.key === key).sort((a, b) => a.time - b.time)
          const groups: (typeof own)[] = []
          for (const event of own) {
            const last = groups.at(-1)
            if (last !== undefined && event.time - last.at(-1)!.time <= gap) last.push(event)
            else groups.push([event])
          }
          expected[key] = groups.map(
            (group) => `${group.reduce((total, { value }) => total + value, 0)}@${group.at(-1)!.time + gap - 1}`,
          )
        }
        expect(outcome).toEqual({ byKey: expected, late: 0 })
      }),
      { numRuns: 150 },
    )
  })

  it('are the same undisturbed and saved and restored between any two records, at any parallelism', async () => {
    const windows = (keyed: KeyedStream<string, Pair>) => sum(keyed.window(session(7)).allowedLateness(5))
    await fc.assert(
      fc.asyncProperty(events(true), async (input) => {
        const undisturbed = input.filter((event) => event.kind !== 'restore')
        expect(await run(windows, input)).toEqual(await run(windows, undisturbed))
      }),
      { numRuns: 150 },
    )
  })
})
