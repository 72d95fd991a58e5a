import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DataStream, disk, outputTag } from '../../../runtime/src/index.ts'
import { testStream } from '../../../runtime/src/testing/index.ts'

type Pair = [key: string, value: number]
type Event = { readonly record: Pair } | { readonly watermark: number } | { readonly restore: number }

const events: fc.Arbitrary<Event[]> = fc.array(
  fc.oneof(
    {
      arbitrary: fc
        .tuple(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.integer({ min: 0, max: 9 }))
        .map((record): Event => ({ record })),
      weight: 6,
    },
    { arbitrary: fc.integer({ min: 1, max: 5 }).map((watermark): Event => ({ watermark })), weight: 1 },
    { arbitrary: fc.constantFrom(1, 2, 3, 5).map((restore): Event => ({ restore })), weight: 1 },
  ),
  { maxLength: 40 },
)

/** Every operator that keeps something, apart from windows and joins, which have laws of their own. */
const operators: Record<string, (input: DataStream<Pair>) => DataStream<any>> = {
  sum: (input) => input.keyBy(0).sum(1),
  'sum of a function': (input) => input.keyBy(0).sum((pair) => pair[1]),
  reduce: (input) => input.keyBy(0).reduce((a, b) => [a[0], a[1] * 3 + b[1]]),
  'state and timers of a process function': (input) =>
    input.keyBy(0).process({
      open: ({ state, listState, mapState }) => ({
        count: state('count', { default: 0 }),
        values: listState<number>('values'),
        seen: mapState<number, number>('seen'),
      }),
      onRecord([, value], { state, timers, key }, out: { collect(record: string): void }) {
        state.count.update(state.count.value() + 1)
        state.values.add(value)
        state.seen.set(value, (state.seen.get(value) ?? 0) + 1)
        timers.registerEventTime(value * 3)
        out.collect(`${key} ${state.count.value()} ${state.values.get()} ${state.seen.entries().join('|')}`)
      },
      onTimer: (time, { key, state }, out) => out.collect(`${key} at ${time}: ${state.count.value()}`),
    }),
  'dead letters and what follows them': (input) => {
    const dead = outputTag<any>('dead')
    const mapped = input
      .map((pair) => {
        if (pair[1] === 7) throw new Error('seven')
        return pair
      })
      .onError(dead)
    return mapped
      .keyBy(0)
      .sum(1)
      .map(String)
      .union(mapped.sideOutput(dead).map(({ record }) => `dead ${record}`))
  },
}

async function run(name: string, input: readonly Event[], onDisk: boolean): Promise<string[]> {
  const harness = await testStream<Pair, any>(operators[name], onDisk ? { state: disk({ cacheEntries: 16 }) } : {})
  let time = 0
  let records = 0
  for (const event of input) {
    if ('record' in event) harness.push(event.record, records++)
    else if ('restore' in event) await harness.snapshotAndRestore({ parallelism: event.restore })
    else {
      time += event.watermark
      harness.watermark(time)
    }
  }
  harness.end()
  const output = harness.output.map(({ value, timestamp }) => `${JSON.stringify(value)}@${timestamp}`)
  await harness.close()
  return output.sort()
}

describe('saved and restored between any two records, at any parallelism', () => {
  it.each(Object.keys(operators))('%s: the records are those of an undisturbed run', async (name) => {
    await fc.assert(
      fc.asyncProperty(events, async (input) => {
        const undisturbed = input.filter((event) => !('restore' in event))
        expect(await run(name, input, false)).toEqual(await run(name, undisturbed, false))
      }),
      { numRuns: 80 },
    )
  })

  it('sum and state on disk: the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        events,
        fc.constantFrom('sum', 'state and timers of a process function'),
        async (input, name) => {
          expect(await run(name, input, true)).toEqual(await run(name, input, false))
        },
      ),
      { numRuns: 15 },
    )
  })
})
