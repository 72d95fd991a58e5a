import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AsyncMapOptions, asyncMap, type InstanceContext, Output } from '../../../runtime/src/operators/index.ts'
import { HeapState } from '../../../runtime/src/state/index.ts'
import { ManualClock } from '../../../runtime/src/time/index.ts'
import { OperatorDriver } from './operator-driver.ts'

/** Promises that the test settles, by their record; a record that is called again has a new one. */
class Calls {
  readonly waiting = new Map<unknown, { resolve: (value: unknown) => void; reject: (error: unknown) => void }>()
  readonly begun: unknown[] = []

  readonly fn = (record: unknown): Promise<unknown> => {
    this.begun.push(record)
    return new Promise((resolve, reject) => this.waiting.set(record, { resolve, reject }))
  }

  async resolve(record: unknown): Promise<void> {
    this.waiting.get(record)!.resolve(`r${record}`)
    await turn()
  }

  async reject(record: unknown, error: unknown): Promise<void> {
    this.waiting.get(record)!.reject(error)
    await turn()
  }
}

/** Lets promises be heard of. */
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

const driver = (fn: (record: any) => unknown, options: AsyncMapOptions = {}) =>
  new OperatorDriver(asyncMap(fn, options))

/** What the chain does when it runs: results and watermarks in turns, as long as there are any. */
function flow(own: OperatorDriver, watermark = Number.NEGATIVE_INFINITY): string[] {
  const seen: string[] = []
  let told = watermark
  const look = (): void => {
    const next = own.instance.outputWatermark!()
    if (next > told) seen.push(`watermark ${next}`)
    told = Math.max(told, next)
  }
  look()
  for (;;) {
    const { length } = seen
    seen.push(...own.ready().taken())
    look()
    if (seen.length === length) return seen
  }
}

describe('results of asyncMap', () => {
  it('keep the timestamps of their records', async () => {
    const calls = new Calls()
    const own = driver(calls.fn).push(1, 10).push(2)
    await calls.resolve(1)
    await calls.resolve(2)
    expect(flow(own)).toEqual(['r1@10', 'r2@-Infinity'])
  })

  it('that are no promises are results too, and so is undefined', async () => {
    const own = driver((record) => (record === 1 ? 'at once' : undefined))
    own.push(1, 1).push(2, 2)
    await turn()
    own.ready()
    expect(own.output).toEqual([
      { value: 'at once', timestamp: 1 },
      { value: undefined, timestamp: 2 },
    ])
  })

  // records    1 2 | 3        (| is the watermark 5)
  // results    3, then 1, then 2
  // out        1      2 | 3    ordered
  // out        1      2 | 3    unordered: 3 waits for the watermark, which waits for 1 and 2
  it.each([true, false])(
    'behind a watermark wait for it, and it for those before it (ordered: %s)',
    async (ordered) => {
      const calls = new Calls()
      const own = driver(calls.fn, { ordered })
      own.push(1, 1).push(2, 2).watermark(5).push(3, 6)
      await calls.resolve(3)
      expect(flow(own)).toEqual([])
      await calls.resolve(1)
      expect(flow(own)).toEqual(['r1@1'])
      await calls.resolve(2)
      expect(flow(own)).toEqual(['r2@2', 'watermark 5', 'r3@6'])
    },
  )

  it('are all out before the final watermark', async () => {
    const calls = new Calls()
    const own = driver(calls.fn).push(1, 1).end()
    expect(own.instance.busy!()).toBe(true)
    expect(flow(own)).toEqual([])
    await calls.resolve(1)
    expect(own.instance.busy!()).toBe(true)
    expect(flow(own)).toEqual(['r1@1', 'watermark Infinity'])
    expect(own.instance.busy!()).toBe(false)
  })

  it('a watermark with nothing before it passes at once, and the later of two is enough', () => {
    const own = driver(async () => {})
    expect(flow(own.watermark(3))).toEqual(['watermark 3'])
    expect(flow(own.watermark(4).watermark(5), 3)).toEqual(['watermark 5'])
  })
})

describe('the capacity of asyncMap', () => {
  it('is what is under way, results that wait included; it is 100 by default', async () => {
    const calls = new Calls()
    const own = driver(calls.fn, { capacity: 2 })
    expect(own.instance.room!()).toBe(2)
    own.push(1, 1).push(2, 2)
    expect(own.instance.room!()).toBe(0)
    await calls.resolve(2)
    own.ready()
    expect(own.instance.room!()).toBe(0)
    await calls.resolve(1)
    own.ready()
    expect(own.instance.room!()).toBe(2)
    expect(driver(calls.fn).instance.room!()).toBe(100)
  })
})

describe('failures of asyncMap', () => {
  it('are told with their record in its place, and others go on', async () => {
    const calls = new Calls()
    const own = driver(calls.fn).push(1, 1).push(2, 2).push(3, 3)
    await calls.resolve(3)
    await calls.reject(2, new Error('no two'))
    expect(flow(own)).toEqual([])
    expect(own.failures).toEqual([])
    await calls.resolve(1)
    expect(flow(own)).toEqual(['r1@1', 'r3@3'])
    expect(own.failures).toEqual([new Error('no two')])
    expect(own.instance.busy!()).toBe(false)
  })

  it('a throw is as a rejection, also when it is tried again', async () => {
    let count = 0
    const own = driver(
      () => {
        throw new Error(`attempt ${++count}`)
      },
      { retry: { attempts: 3, delay: 5 } },
    )
    own.push(1, 1)
    own.clock.advance(5)
    own.clock.advance(10)
    expect(flow(own)).toEqual([])
    expect(own.failures).toEqual([new Error('attempt 3')])
  })

  it('of the question whether to try again are those of the record', async () => {
    const calls = new Calls()
    const when = (): boolean => {
      throw new Error('when?')
    }
    const own = driver(calls.fn, { retry: { attempts: 3, when } }).push(1, 1)
    await calls.reject(1, new Error('no'))
    own.ready()
    expect(own.failures).toEqual([new Error('when?')])
    expect(own.instance.busy!()).toBe(false)
  })

  // call        0^          (never settles)
  // timeout            20^
  // result                  (comes at last, and nobody wants it)
  it('a record that takes too long is one, and what comes of it later is ignored', async () => {
    const calls = new Calls()
    const own = driver(calls.fn, { timeout: 20 }).push(1, 1)
    own.clock.advance(19)
    own.ready()
    expect(own.failures).toEqual([])
    own.clock.advance(20)
    own.ready()
    expect(own.failures.map(String)).toEqual(['TimeoutError: the record took longer than 20 ms'])
    await calls.resolve(1)
    expect(flow(own)).toEqual([])
    expect(own.instance.busy!()).toBe(false)
  })

  // calls       0^       10^       (the third would be at 20)
  // timeout                   15^
  it('the timeout is for all attempts together: none is begun after it', async () => {
    const begun: number[] = []
    const own: OperatorDriver = driver(
      () => {
        begun.push(own.clock.now())
        throw new Error('no')
      },
      { timeout: 15, retry: { attempts: 10, delay: 10 } },
    )
    own.push(1, 1)
    own.clock.advance(100)
    own.ready()
    expect(begun).toEqual([0, 10])
    expect(own.failures.map(String)).toEqual(['TimeoutError: the record took longer than 15 ms'])
  })

  it.each([
    [{ timeout: 0 }, 'the timeout of asyncMap must be a whole number, at least 1, but is 0'],
    [{ ordered: 'no' }, 'ordered of asyncMap must be true or false'],
    [{ retry: { attempts: 2, delay: -1 } }, "delay of asyncMap's retry must be a number, at least 0, but is -1"],
    [{ retry: { attemps: 2 } }, "asyncMap's retry has no option 'attemps'"],
  ])('options that make no sense are refused: %o', (options, message) => {
    expect(() => asyncMap(async () => {}, options as never)).toThrow(message)
  })
})

describe('what asyncMap leaves behind', () => {
  it('is nothing, when a record is done', async () => {
    const calls = new Calls()
    const own = driver(calls.fn, { timeout: 1_000 }).push(1, 1)
    expect(own.clock.next).toBe(1_000)
    await calls.resolve(1)
    expect(own.clock.next).toBeUndefined()
  })

  it('is nothing, when it is closed: no timers, no further attempts, no late results', async () => {
    const calls = new Calls()
    const own = driver(calls.fn, { timeout: 1_000, retry: { attempts: 5, delay: 10 } })
    own.push(1, 1).push(2, 2).push(3, 3)
    await calls.reject(1, new Error('try again'))
    expect(own.clock.next).toBe(10)
    await own.instance.close!()
    expect(own.clock.next).toBeUndefined()
    await calls.resolve(2)
    await calls.reject(3, new Error('nobody hears of this'))
    expect(own.clock.next).toBeUndefined()
    expect(flow(own)).toEqual([])
    expect(own.failures).toEqual([])
    expect(calls.begun).toEqual([1, 2, 3])
  })
})

describe('snapshots of asyncMap', () => {
  it('have the records under way, done or not, and begin them again with their timestamps', async () => {
    const calls = new Calls()
    const own = driver(calls.fn).push(1, 1).watermark(1).push(2, 2).push(3, 3)
    await calls.resolve(2)
    await own.snapshotAndRestore()
    expect(calls.begun).toEqual([1, 2, 3, 1, 2, 3])
    for (const record of [3, 2, 1]) await calls.resolve(record)
    expect(flow(own)).toEqual(['r1@1', 'r2@2', 'r3@3'])
  })

  it('are shared out among instances, each record to one', async () => {
    const begun: number[][] = []
    const snapshots = [
      [1, 2, 3],
      [4, 5],
    ].map((records) => records.map((record) => ({ record, timestamp: record })))
    for (let instance = 0; instance < 3; instance++) {
      const own: number[] = []
      const context: InstanceContext = {
        operatorId: 0,
        operatorName: 'operator',
        instance,
        parallelism: 3,
        maxParallelism: 128,
        output: new Output(),
        state: new HeapState(128),
        clock: new ManualClock(),
        wake() {},
        lateRecordDropped() {},
        failed() {},
      }
      asyncMap((record) => own.push(record), {})(context).restore!(snapshots)
      begun.push(own)
    }
    expect(begun).toEqual([[1, 4], [2, 5], [3]])
  })
})

type Step = { readonly kind: 'record' | 'settle' | 'watermark' | 'run' | 'restore'; readonly which: number }

describe('asyncMap, settled in any order, run at any time and restored between any two steps', () => {
  const steps = fc.array(
    fc.record({
      kind: fc.constantFrom<Step['kind']>('record', 'record', 'settle', 'settle', 'watermark', 'run', 'restore'),
      which: fc.nat(100),
    }),
    { maxLength: 40 },
  )

  it.each([true, false])('loses and doubles nothing, and keeps its order (ordered: %s)', async (ordered) => {
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 5 }), async (input, capacity) => {
        const calls = new Calls()
        const own = driver(calls.fn, { ordered, capacity })
        /** What went in, and what came out: records, and `watermark n`. */
        const given: string[] = []
        const seen: string[] = []
        let told = Number.NEGATIVE_INFINITY
        let time = 0
        const run = (): void => {
          for (const event of flow(own, told)) {
            seen.push(event)
            if (event.startsWith('watermark')) told = Number(event.slice('watermark '.length))
          }
        }
        const settle = async (which: number): Promise<void> => {
          const waiting = [...calls.waiting.keys()]
          if (waiting.length === 0) return
          const record = waiting[which % waiting.length]
          await calls.resolve(record)
          calls.waiting.delete(record)
        }
        for (const { kind, which } of input) {
          if (kind === 'record') {
            if (own.instance.room!() === 0) continue
            time++
            own.push(time, time)
            given.push(`r${time}@${time}`)
          } else if (kind === 'watermark') {
            own.watermark(time)
            given.push(`watermark ${time}`)
          } else if (kind === 'restore') {
            calls.waiting.clear()
            await own.snapshotAndRestore()
            // A watermark that had not got through comes again from the source.
            own.watermark(told)
          } else if (kind === 'settle') await settle(which)
          else run()
        }
        own.end()
        for (let i = 0; calls.waiting.size > 0; i++) await settle(i)
        run()
        const records = (events: readonly string[]) => events.filter((event) => event.startsWith('r'))
        if (ordered) expect(records(seen)).toEqual(records(given))
        else expect(records(seen).sort()).toEqual(records(given).sort())
        expect(seen.at(-1)).toBe('watermark Infinity')
        // A watermark of n comes after all records up to n.
        let last = Number.NEGATIVE_INFINITY
        for (const event of seen) {
          if (event.startsWith('watermark')) last = Number(event.slice('watermark '.length))
          else expect(Number(event.split('@')[1])).toBeGreaterThan(last)
        }
        // Without a restore all that was behind a watermark in the input is behind it, or a later one, in the output.
        if (!input.some(({ kind }) => kind === 'restore')) {
          for (const [at, record] of given.entries()) {
            if (record.startsWith('watermark')) continue
            const before = given.slice(0, at).findLast((event) => event.startsWith('watermark'))
            if (before === undefined) continue
            const passed = seen.slice(0, seen.indexOf(record)).findLast((event) => event.startsWith('watermark'))
            expect(Number(passed?.slice('watermark '.length))).toBeGreaterThanOrEqual(Number(before.slice(10)))
          }
        }
      }),
      { numRuns: 200 },
    )
  })
})
