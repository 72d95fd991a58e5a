import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  generalWindowOperator,
  NOTHING,
  type OperatorFactory,
  type WindowOptions,
  windowAggregate,
  windowCount,
  windowMax,
  windowOperator,
  windowProcess,
  windowReduce,
  windowSum,
} from '../../../runtime/src/operators/index.ts'
import { session, sliding, tumbling } from '../../../runtime/src/time/index.ts'
import { OperatorDriver } from './operator-driver.ts'

interface Visit {
  readonly id: number
  readonly value: number
}

type Event =
  /** `ahead` of the watermark, or behind it. */
  | { readonly kind: 'record'; readonly key: string; readonly value: number; readonly ahead: number }
  | { readonly kind: 'watermark'; readonly by: number }
  | { readonly kind: 'restore' }

const events = fc.array(
  fc.oneof(
    {
      arbitrary: fc.record({
        kind: fc.constant('record' as const),
        key: fc.constantFrom('a', 'a', 'b'),
        value: fc.integer({ min: 1, max: 9 }),
        ahead: fc.integer({ min: -25, max: 20 }),
      }) as fc.Arbitrary<Event>,
      weight: 6,
    },
    {
      arbitrary: fc.record({
        kind: fc.constant('watermark' as const),
        by: fc.integer({ min: 1, max: 15 }),
      }) as fc.Arbitrary<Event>,
      weight: 2,
    },
    { arbitrary: fc.constant<Event>({ kind: 'restore' }), weight: 1 },
  ),
  { maxLength: 60 },
)

/** By key, so that the order of keys does not count: what came out; and how much was late. */
async function outcome(factory: OperatorFactory, input: readonly Event[], restores: boolean): Promise<unknown> {
  const driver = await new OperatorDriver(factory, ['late']).open()
  let time = -50
  let id = 0
  for (const event of input) {
    if (event.kind === 'record') driver.push({ id: id++, value: event.value }, time + event.ahead, event.key)
    else if (event.kind === 'watermark') {
      time += event.by
      driver.watermark(time)
    } else if (restores) await driver.snapshotAndRestore()
  }
  driver.end()
  const byKey: Record<string, unknown[]> = {}
  for (const { value, timestamp } of driver.output) {
    if (value === NOTHING) continue
    const [key, ...result] = value as [string, ...unknown[]]
    byKey[key] = [...(byKey[key] ?? []), [...result, timestamp]]
  }
  expect(driver.failures).toEqual([])
  return { byKey, late: driver.side('late') }
}

/** Puts the key before what a function gives, which may not have it. */
const withKey = (fn: WindowOptions['fn']): WindowOptions['fn'] => ({
  ...fn,
  result: (content, key, window, context) => {
    const result = fn.result(content, key, window, context)
    return fn.many ? Array.from(result as Iterable<unknown>, (one) => [key, one]) : [key, result]
  },
})

const functions = fc.constantFrom<WindowOptions['fn']>(
  windowCount(),
  withKey(windowSum('value')),
  withKey(windowMax('value')),
  withKey(windowReduce((a: Visit, b: Visit) => ({ id: a.id * 31 + b.id, value: a.value + b.value }))),
  withKey(
    windowAggregate({
      create: () => ({ ids: [] as number[] }),
      add: (own: { ids: number[] }, { id }: Visit) => {
        own.ids.push(id)
      },
      merge: (a: { ids: number[] }, b: { ids: number[] }) => ({ ids: [...a.ids, ...b.ids] }),
      result: ({ ids }: { ids: number[] }) => [...ids].sort((a, b) => a - b),
    }),
  ),
  withKey(windowProcess((_key, window, records: readonly Visit[]) => [{ window, ids: records.map(({ id }) => id) }])),
)

const assigners = fc.oneof(
  fc.integer({ min: 1, max: 20 }).map((size) => tumbling(size, { offset: size >> 1 })),
  fc
    .record({
      slice: fc.integer({ min: 1, max: 6 }),
      size: fc.integer({ min: 1, max: 5 }),
      slide: fc.constantFrom(1, 2, 3),
    })
    .map(({ slice, size, slide }) => sliding({ size: size * slice, slide: slide * slice })),
  fc.integer({ min: 1, max: 20 }).map((gap) => session(gap)),
  fc.integer({ min: 1, max: 20 }).map((gap) => session<Visit>(({ value }) => gap + value)),
)

const options = fc.record({
  assigner: assigners,
  fn: functions,
  allowedLateness: fc.constantFrom(0, 6, 30),
  lateTag: fc.constant('late'),
  keyed: fc.constant(true),
})

describe('the operators made for some windows', () => {
  it('give what the one for all windows gives: every record, late firing and side output', async () => {
    await fc.assert(
      fc.asyncProperty(events, options, async (input, own) => {
        expect(await outcome(windowOperator(own), input, false)).toEqual(
          await outcome(generalWindowOperator(own), input, false),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('join more than two sessions in the order of time, however they came', async () => {
    const own: WindowOptions = {
      assigner: session<Visit>(({ value }) => 7 + value),
      fn: withKey(windowReduce((a: Visit, b: Visit) => ({ id: a.id * 31 + b.id, value: a.value + b.value }))),
      allowedLateness: 0,
      keyed: true,
    }
    const visit = (value: number, ahead: number): Event => ({ kind: 'record', key: 'a', value, ahead })
    // The fourth lasts from -54 to -44, and touches the first three: their ids are 1, 2 and 0 in the order of time.
    const input = [visit(1, 6), visit(1, -12), visit(1, -3), visit(3, -4)]
    for (const make of [windowOperator, generalWindowOperator]) {
      expect(await outcome(make(own), input, false)).toMatchObject({
        byKey: { a: [[{ id: ((1 * 31 + 2) * 31 + 0) * 31 + 3, value: 6 }, expect.anything()]] },
      })
    }
  })

  it.each([
    ['for some', windowOperator],
    ['for all', generalWindowOperator],
  ])('give the same saved and restored between any two events: the one %s', async (_which, make) => {
    await fc.assert(
      fc.asyncProperty(events, options, async (input, own) => {
        expect(await outcome(make(own), input, true)).toEqual(await outcome(make(own), input, false))
      }),
      { numRuns: 300 },
    )
  })
})
