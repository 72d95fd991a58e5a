import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { intervalJoin } from '../../../runtime/src/operators/index.ts'
import { disk, openStateStores } from '../../../runtime/src/state/index.ts'
import { OperatorDriver } from './operator-driver.ts'

const LEFT = 0
const RIGHT = 1

const driver = (lower: number, upper: number, more: object = {}) =>
  new OperatorDriver(intervalJoin({ lower, upper, join: (left, right) => `${left}-${right}`, ...more }), ['late'])

/** How many records of a key are held. */
function held(own: OperatorDriver, key: unknown = 'k'): number {
  const sides = own.state.table<{ times: number[]; head: number }[]>('interval').get(key) ?? []
  return sides.reduce((sum, { times, head }) => sum + times.length - head, 0)
}

describe('pairs of an interval join', () => {
  it('without a function are [left, right], whichever came first', () => {
    const own = driver(0, 5, { join: undefined })
    own.push('r', 3, 'k', RIGHT).push('l', 1, 'k', LEFT)
    expect(own.taken()).toEqual(['["l","r"]@3'])
  })

  // left    l1@10
  // right   r@5 r@7 r@8        from left - 5 to left - 3
  it('may lie wholly before the left record', () => {
    const own = driver(-5, -3)
    for (const time of [4, 5, 7, 8]) own.push(`r${time}`, time, 'k', RIGHT)
    expect(own.push('l', 10, 'k', LEFT).taken()).toEqual(['l-r5@10', 'l-r7@10'])
  })

  it('come in the order of the other side, equal times in the order of arrival', () => {
    const own = driver(-10, 10)
    own.push('b', 6, 'k', LEFT).push('a', 4, 'k', LEFT).push('c', 6, 'k', LEFT)
    expect(own.push('r', 5, 'k', RIGHT).taken()).toEqual(['a-r@5', 'b-r@6', 'c-r@6'])
  })

  it('of one record with ten thousand are made as they are pulled', () => {
    let made = 0
    const own = driver(0, 0, { join: () => made++ })
    for (let i = 0; i < 10_000; i++) own.push(i, 1, 'k', LEFT)
    const pairs = own.instance.apply!('r', 'k', 1, RIGHT) as Iterator<unknown>
    expect(made).toBe(0)
    for (let i = 0; i < 3; i++) pairs.next()
    expect(made).toBe(3)
  })

  it('need timestamps', () => {
    expect(() => driver(0, 1).push('l')).toThrow(
      'an interval join works on event time, but the record has no timestamp: put assignTimestamps(..) before it',
    )
  })

  it('a bound that is left out may leave nothing between', () => {
    expect(() => driver(3, 3, { lowerInclusive: false })).toThrow('nothing lies between lower 3 and upper 3')
    expect(() => driver(0, Number.POSITIVE_INFINITY)).toThrow('upper of intervalJoin must be a whole number')
  })
})

describe('late records of an interval join', () => {
  // watermark  10^
  // records       9 late   10 on time; also after a restore
  it('are late after a restore as well', async () => {
    const own = driver(0, 5)
    own.watermark(10)
    await own.snapshotAndRestore()
    own.push('l', 9, 'k', LEFT).push('l', 10, 'k', LEFT)
    expect(own.dropped).toBe(1)
    expect(own.push('r', 10, 'k', RIGHT).taken()).toEqual(['l-r@10'])
  })

  it('go to the tag of their side, and are no longer counted', () => {
    const own = driver(0, 5, { lateRightTag: 'late' })
    own.watermark(10).push('r', 9, 'k', RIGHT).push('l', 9, 'k', LEFT)
    expect(own.side('late')).toEqual([{ value: 'r', timestamp: 9 }])
    expect(own.dropped).toBe(1)
  })
})

describe('the state of an interval join', () => {
  // bounds     from left - 2 to left + 5
  // left       10 until the watermark is above 15
  // right      10 until the watermark is above 12
  it('holds a record until the watermark is above the last timestamp that it could join', () => {
    const own = driver(-2, 5)
    own.push('l', 10, 'k', LEFT).push('r', 10, 'k', RIGHT)
    expect(held(own.watermark(12))).toBe(2)
    expect(held(own.watermark(13))).toBe(1)
    expect(held(own.watermark(15))).toBe(1)
    own.watermark(16)
    expect(own.state.query('k')).toEqual([])
  })

  // bounds     from left to left + 1,000,000: what is kept of the left side keeps nothing of the right one
  it('holds the records of each side for its own time', () => {
    const own = driver(0, 1_000_000)
    own.push('l', 0, 'k', LEFT)
    for (let time = 1; time <= 1_000; time++) own.push('r', time, 'k', RIGHT).watermark(time)
    expect(held(own)).toBe(2)
  })

  it('is as large after a long run as after a short one', () => {
    const own = driver(-10, 10)
    let most = 0
    for (let time = 0; time < 20_000; time++) {
      own.push('l', time, time % 3, LEFT).push('r', time, time % 3, RIGHT)
      if (time % 20 === 0) own.watermark(time)
      own.output.length = 0
      const [left] = own.state.table<{ times: number[] }[]>('interval').get(time % 3)!
      most = Math.max(most, left.times.length)
    }
    expect(most).toBeLessThan(100)
  })

  it('is gone when the watermark has passed all records, in whatever order they came', () => {
    const record = fc.record({
      time: fc.integer({ min: 0, max: 50 }),
      side: fc.constantFrom(LEFT, RIGHT),
      key: fc.constantFrom<unknown>('a', 1, ['a']),
      by: fc.integer({ min: 0, max: 3 }),
    })
    const bound = fc.integer({ min: -20, max: 20 })
    fc.assert(
      fc.property(fc.array(record), bound, bound, (records, a, b) => {
        const own = driver(Math.min(a, b), Math.max(a, b))
        let watermark = 0
        for (const { time, side, key, by } of records) {
          own.push('x', time, key, side)
          watermark += by
          own.watermark(watermark)
        }
        own.watermark(50 + 20 + 1)
        expect([...own.state.snapshot().keys()]).toEqual([])
      }),
    )
  })

  const folder = mkdtempSync(join(tmpdir(), 'millrace-interval-join-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  // left       20 10          (of each key, which is looked at when 20 is due)
  // restored         ^
  // watermark           31^
  it('on disk is cleaned up after a restore too, of more keys than are held in memory', async () => {
    const stores = await openStateStores(disk({ folder, cacheEntries: 16 }), (path) => path)
    try {
      const factory = intervalJoin({ lower: 0, upper: 10 })
      const own = new OperatorDriver(factory, [], (max) => stores.store(max))
      for (const time of [20, 10]) for (let i = 0; i < 100; i++) own.push('l', time, `key ${i}`, LEFT)
      await own.snapshotAndRestore()
      expect(own.state.snapshot().size).toBeGreaterThan(0)
      own.watermark(31)
      expect([...own.state.snapshot().keys()]).toEqual([])
    } finally {
      await stores.close()
    }
  })
})
