import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isJobError, outputTag } from '../../../../runtime/src/index.ts'
import { testStream } from '../../../../runtime/src/testing/index.ts'

type Output = { output: { value: any; timestamp: number | undefined }[] }
const values = ({ output }: Output) => output.map(({ value }) => value)

/** Promises that the test settles, by their record. */
function calls() {
  const waiting = new Map<number, { resolve: (value: string) => void; reject: (error: Error) => void }>()
  const begun: number[] = []
  return {
    begun,
    call: (n: number) =>
      new Promise<string>((resolve, reject) => {
        begun.push(n)
        waiting.set(n, { resolve, reject })
      }),
    resolve: (n: number) => waiting.get(n)!.resolve(`r${n}`),
    reject: (n: number) => waiting.get(n)!.reject(new Error(`no ${n}`)),
  }
}

describe('asyncMap', () => {
  it('keeps the order of the records, with their timestamps', async () => {
    const own = calls()
    const harness = await testStream<number, string>((input) => input.asyncMap(own.call))
    for (const n of [1, 2, 3]) harness.push(n, n * 10)
    own.resolve(3)
    own.resolve(1)
    await harness.settled()
    expect(values(harness)).toEqual(['r1'])
    own.resolve(2)
    await harness.settled()
    expect(harness.output).toEqual([
      { value: 'r1', timestamp: 10 },
      { value: 'r2', timestamp: 20 },
      { value: 'r3', timestamp: 30 },
    ])
  })

  it('unordered lets a record go as soon as it can', async () => {
    const own = calls()
    const harness = await testStream<number, string>((input) => input.asyncMap(own.call, { ordered: false }))
    for (const n of [1, 2, 3]) harness.push(n, n)
    for (const n of [3, 1, 2]) {
      own.resolve(n)
      await harness.settled()
    }
    expect(values(harness)).toEqual(['r3', 'r1', 'r2'])
  })

  it('lets nothing overtake a watermark, nor a watermark a record', async () => {
    const own = calls()
    const seen: string[] = []
    const harness = await testStream<number, any>((input) =>
      input
        .asyncMap(own.call, { ordered: false })
        .keyBy(() => 'k')
        .process({
          onRecord(text, { watermark, timers }) {
            seen.push(`${text} after ${watermark}`)
            timers.registerEventTime(1_000)
          },
        }),
    )
    harness.push(1, 1)
    harness.watermark(5)
    harness.push(2, 6)
    own.resolve(2)
    await harness.settled()
    expect(seen).toEqual([])
    own.resolve(1)
    await harness.settled()
    expect(seen).toEqual(['r1 after -Infinity', 'r2 after 5'])
  })

  it('has no more than its capacity under way: the stream waits', async () => {
    const own = calls()
    const harness = await testStream<number, string>((input) => input.asyncMap(own.call, { capacity: 2 }))
    for (const n of [1, 2, 3, 4]) harness.push(n)
    expect(own.begun).toEqual([1, 2])
    own.resolve(2)
    await harness.settled()
    // Its result waits for the first: its place is not free yet.
    expect(own.begun).toEqual([1, 2])
    own.resolve(1)
    await harness.settled()
    expect(own.begun).toEqual([1, 2, 3, 4])
  })

  it('a rejection fails the job with the record', async () => {
    const own = calls()
    const harness = await testStream<number, string>((input) => input.asyncMap(own.call).name('Look up'))
    harness.push(7)
    own.reject(7)
    const error = await harness.settled().catch((error: unknown) => error)
    expect(isJobError(error) && error.data).toMatchObject({ operatorName: 'Look up', message: 'no 7', record: '7' })
  })

  it('a function that throws is as one whose promise is rejected', async () => {
    const dead = outputTag<any>('dead')
    const harness = await testStream<number, any>((input) => {
      const mapped = input
        .asyncMap((n) => {
          if (n === 2) throw new Error('two')
          return Promise.resolve(n)
        })
        .onError(dead)
      return mapped.union(mapped.sideOutput(dead).map(({ record, message }) => record * 100 + message.length))
    })
    for (const n of [1, 2, 3]) harness.push(n)
    await harness.settled()
    expect(values(harness).sort()).toEqual([1, 203, 3].sort())
  })

  it('gives up after the timeout, in which all attempts have to be', async () => {
    const harness = await testStream<number, string>((input) =>
      input.asyncMap(() => new Promise<string>(() => {}), { timeout: 100 }),
    )
    harness.push(1)
    harness.processingTime(99)
    await harness.settled()
    expect(() => harness.processingTime(100)).toThrow('TimeoutError: the record took longer than 100 ms')
  })

  // calls    0^     10^        30^          70^
  it('tries again after a delay that grows', async () => {
    const times: number[] = []
    let now = 0
    const harness = await testStream<number, string>((input) =>
      input.asyncMap(
        async () => {
          times.push(now)
          if (times.length < 4) throw new Error('not yet')
          return 'done'
        },
        { retry: { attempts: 4, delay: 10, backoff: 2 } },
      ),
    )
    harness.push(1)
    for (; now <= 80; now++) {
      harness.processingTime(now)
      await harness.settled()
    }
    expect(times).toEqual([0, 10, 30, 70])
    expect(values(harness)).toEqual(['done'])
  })

  it('does not try again what it is told not to', async () => {
    let count = 0
    const harness = await testStream<number, string>((input) =>
      input.asyncMap(
        async (): Promise<string> => {
          count++
          throw new TypeError('wrong')
        },
        { retry: { attempts: 5, when: (error) => !(error instanceof TypeError) } },
      ),
    )
    harness.push(1)
    await expect(harness.settled()).rejects.toThrow('wrong')
    expect(count).toBe(1)
  })

  it('ends when all its promises have settled', async () => {
    const own = calls()
    const harness = await testStream<number, string>((input) => input.asyncMap(own.call))
    harness.push(1)
    harness.end()
    await harness.settled()
    expect(harness.ended).toBe(false)
    own.resolve(1)
    await harness.settled()
    expect(values(harness)).toEqual(['r1'])
    expect(harness.ended).toBe(true)
  })

  it('begins records anew that were under way when it was saved', async () => {
    const own = calls()
    const harness = await testStream<number, string>((input) => input.asyncMap(own.call), { parallelism: 1 })
    harness.push(1, 1)
    harness.push(2, 2)
    await harness.snapshotAndRestore({ parallelism: 1 })
    expect(own.begun).toEqual([1, 2, 1, 2])
    own.resolve(1)
    own.resolve(2)
    await harness.settled()
    expect(values(harness)).toEqual(['r1', 'r2'])
  })

  it('loses and doubles nothing, whatever order promises settle in', async () => {
    const orders = fc.integer({ min: 1, max: 8 }).chain((n) =>
      fc.shuffledSubarray(
        Array.from({ length: n }, (_, i) => i),
        { minLength: n, maxLength: n },
      ),
    )
    await fc.assert(
      fc.asyncProperty(orders, fc.boolean(), fc.integer({ min: 1, max: 8 }), async (order, ordered, capacity) => {
        const own = calls()
        const harness = await testStream<number, string>((input) => input.asyncMap(own.call, { ordered, capacity }))
        for (let n = 0; n < order.length; n++) harness.push(n, n)
        harness.end()
        const left = [...order]
        while (left.length > 0) {
          const next = left.findIndex((n) => own.begun.includes(n))
          own.resolve(left.splice(next, 1)[0])
          await harness.settled()
        }
        const expected = order.map((_, n) => `r${n}`)
        expect(ordered ? values(harness) : values(harness).sort()).toEqual(ordered ? expected : expected.sort())
        expect(harness.ended).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it.each([
    [{ capacity: 0 }, 'the capacity of asyncMap must be a whole number'],
    [{ capcity: 5 }, "asyncMap has no option 'capcity'"],
    [{ retry: { attempts: 0 } }, "the attempts of asyncMap's retry"],
  ])('refuses options %o', async (options, message) => {
    await expect(testStream<number, any>((input) => input.asyncMap(async (n) => n, options as never))).rejects.toThrow(
      message,
    )
  })
})
