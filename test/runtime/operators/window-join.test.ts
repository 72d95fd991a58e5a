import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { windowJoin } from '../../../runtime/src/operators/index.ts'
import { count, global, session, sliding, tumbling, type WindowAssigner } from '../../../runtime/src/time/index.ts'
import { OperatorDriver } from './operator-driver.ts'

const LEFT = 0
const RIGHT = 1

const driver = (assigner: WindowAssigner<any>, more: object = {}) =>
  new OperatorDriver(windowJoin({ assigner, join: (left, right) => `${left}-${right}`, ...more }), ['late'])

describe('window join', () => {
  // window [0 --------- 10)      kept until the watermark is 9 + 5
  // left      a@1
  // right         x@2        y@3 (late)            z@4 (too late)
  // watermark           9^            13^   14^
  it('a late record within the allowed lateness gives all pairs of its window again', () => {
    const own = driver(tumbling(10), { allowedLateness: 5 })
    own.push('a', 1, 'k', LEFT).push('x', 2, 'k', RIGHT)
    expect(own.watermark(9).taken()).toEqual(['a-x@9'])
    expect(own.push('y', 3, 'k', RIGHT).taken()).toEqual(['a-x@9', 'a-y@9'])
    own.watermark(14).push('z', 4, 'k', RIGHT)
    expect(own.taken()).toEqual([])
    expect(own.dropped).toBe(1)
  })

  it('late records of both sides go to the tag', () => {
    const own = driver(tumbling(10), { lateTag: 'late' })
    own.watermark(9).push('a', 1, 'k', LEFT).push('x', 2, 'k', RIGHT)
    expect(own.side('late')).toEqual([
      { value: 'a', timestamp: 1 },
      { value: 'x', timestamp: 2 },
    ])
    expect(own.dropped).toBe(0)
  })

  it('a side without a partner gives nothing', () => {
    const own = driver(tumbling(10))
    own.push('a', 1, 'k', LEFT).push('b', 2, 'k', LEFT).push('x', 3, 'other', RIGHT)
    expect(own.end().taken()).toEqual([])
  })

  // left    a@0             b@9
  // right        x@5                 gap 5: the right record joins two sessions
  it('a record of one side can join two sessions of the other', () => {
    const own = driver(session(5))
    own.push('a', 0, 'k', LEFT).push('b', 9, 'k', LEFT)
    own.push('x', 5, 'k', RIGHT)
    expect(own.end().taken()).toEqual(['a-x@13', 'b-x@13'])
  })

  it('pairs are made as they are pulled', () => {
    let made = 0
    const own = driver(tumbling(10), { join: () => made++ })
    for (let i = 0; i < 1_000; i++) own.push(i, 1, 'k', LEFT).push(i, 1, 'k', RIGHT)
    const pairs = own.instance.onWatermark!(9)![Symbol.iterator]()
    for (let i = 0; i < 5; i++) pairs.next()
    expect(made).toBe(5)
  })

  it.each([count(3), global()])('windows without a time are refused: %o', (assigner) => {
    expect(() => driver(assigner)).toThrow(`windowJoin joins what happens in the same time, and ${assigner.kind}(..)`)
  })
})

type Step =
  | { readonly kind: 'record'; readonly time: number; readonly side: number; readonly key: string }
  | { readonly kind: 'watermark'; readonly by: number }
  | { readonly kind: 'restore' }

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof<fc.WeightedArbitrary<Step>[]>(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('record' as const),
        time: fc.integer({ min: -20, max: 40 }),
        side: fc.constantFrom(LEFT, RIGHT),
        key: fc.constantFrom('a', 'b'),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('watermark' as const), by: fc.integer({ min: 1, max: 10 }) }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'restore' as const }) },
  ),
  { maxLength: 40 },
)

async function run(own: OperatorDriver, input: readonly Step[]): Promise<string[]> {
  let watermark = -20
  for (const [i, step] of input.entries()) {
    if (step.kind === 'record') own.push(`${step.key}${i}`, step.time, step.key, step.side)
    else if (step.kind === 'restore') await own.snapshotAndRestore()
    else {
      watermark += step.by
      own.watermark(watermark)
    }
  }
  return own.end().taken().sort()
}

interface Kept {
  readonly name: string
  readonly side: number
  readonly time: number
}

function allPairs(records: readonly Kept[], timestamp: number): string[] {
  return records
    .filter(({ side }) => side === LEFT)
    .flatMap((left) =>
      records.filter(({ side }) => side === RIGHT).map((right) => `${left.name}-${right.name}@${timestamp}`),
    )
}

describe('window join against a list of all records, restored between any two', () => {
  // The model keeps every window for ever, and asks of each record which of them are still open.
  it('of sliding and tumbling windows, with late firings', async () => {
    const shape = fc
      .tuple(fc.integer({ min: 1, max: 15 }), fc.integer({ min: 1, max: 15 }), fc.integer({ min: 0, max: 8 }))
      .map(([size, slide, lateness]) => ({ size, slide, lateness }))
    await fc.assert(
      fc.asyncProperty(steps, shape, async (input, { size, slide, lateness }) => {
        const windows = new Map<string, { end: number; records: Kept[] }>()
        const expected: string[] = []
        let dropped = 0
        let told = -20
        let watermark = Number.NEGATIVE_INFINITY
        const advance = (to: number): void => {
          for (const { end, records } of windows.values()) {
            if (end - 1 > watermark && end - 1 <= to) expected.push(...allPairs(records, end - 1))
          }
          watermark = to
        }
        for (const [i, step] of input.entries()) {
          if (step.kind === 'watermark') {
            told += step.by
            advance(told)
          }
          if (step.kind !== 'record') continue
          let some = false
          let taken = false
          for (let start = Math.floor(step.time / slide) * slide; start > step.time - size; start -= slide) {
            some = true
            const end = start + size
            if (end - 1 + lateness <= watermark) continue
            taken = true
            const window = windows.get(`${step.key}@${end}`) ?? { end, records: [] }
            windows.set(`${step.key}@${end}`, window)
            window.records.push({ name: `${step.key}${i}`, side: step.side, time: step.time })
            if (end - 1 <= watermark) expected.push(...allPairs(window.records, end - 1))
          }
          if (some && !taken) dropped++
        }
        advance(Number.POSITIVE_INFINITY)
        const own = driver(size === slide ? tumbling(size) : sliding({ size, slide }), { allowedLateness: lateness })
        expect(await run(own, input)).toEqual(expected.sort())
        expect(own.dropped).toBe(dropped)
      }),
      { numRuns: 200 },
    )
  })

  it('of sessions whose records are all on time', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 12 }), async (input, gap) => {
        const onTime = input.filter(({ kind }) => kind !== 'watermark')
        const expected: string[] = []
        for (const key of ['a', 'b']) {
          const records = onTime
            .flatMap((step, i) =>
              step.kind === 'record' && step.key === key
                ? [{ name: `${key}${i}`, side: step.side, time: step.time }]
                : [],
            )
            .sort((a, b) => a.time - b.time)
          let group: Kept[] = []
          for (const [i, record] of records.entries()) {
            group.push(record)
            const next = records[i + 1]
            if (next !== undefined && next.time - record.time <= gap) continue
            expected.push(...allPairs(group, record.time + gap - 1))
            group = []
          }
        }
        expect(await run(driver(session(gap)), onTime)).toEqual(expected.sort())
      }),
      { numRuns: 200 },
    )
  })
})
