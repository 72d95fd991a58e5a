import { describe, expect, it, vi } from 'vitest'
import type { ControlClient, LatencyMetrics } from '../../../runtime/src/control/index.ts'
import { counted, watched } from './watched-job.ts'

/** Latencies by operator: those of all its instances that have any. */
async function latencies(client: ControlClient): Promise<Map<number, LatencyMetrics[]>> {
  const found = new Map<number, LatencyMetrics[]>()
  for (const { operatorId, latency } of (await client.metrics(0)).instances) {
    if (latency !== undefined) found.set(operatorId, [...(found.get(operatorId) ?? []), latency])
  }
  return found
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

describe('latency', () => {
  it('is there while somebody watches it, for every instance of every operator but sources', async () => {
    const client = await watched(`
env.source(generate((i) => i, { ratePerSecond: 2000 })).map((n) => ({ n })).keyBy('n').reduce((a) => a).setParallelism(3).filter(() => true).setParallelism(2).sink()`)
    await pause(500)
    expect((await latencies(client)).size).toBe(0)
    let began = performance.now()
    // Five markers a second at most, however many channels there are; some may be on the way.
    const most = () => ((performance.now() - began) / 1_000) * 5 + 5
    await client.watchLatency(0, true)
    await vi.waitFor(
      async () =>
        expect([...(await latencies(client))].map(([id, all]) => [id, all.length])).toEqual([
          [1, 1],
          [2, 1],
          [3, 3],
          [4, 2],
          [5, 1],
        ]),
      10_000,
    )
    for (const [, all] of await latencies(client)) {
      for (const { p50, p99, count } of all) {
        expect(p50).toBeGreaterThanOrEqual(0)
        expect(p99).toBeGreaterThanOrEqual(p50)
        expect(count).toBeLessThan(most())
      }
    }
    // So many that they would be too many after the beginning anew.
    await vi.waitFor(async () => expect((await latencies(client)).get(5)![0].count).toBeGreaterThan(30), 20_000)
    await client.watchLatency(0, false)
    expect((await latencies(client)).size).toBe(0)
    began = performance.now()
    await client.watchLatency(0, true)
    await vi.waitFor(async () => expect((await latencies(client)).get(5)).toHaveLength(1), 20_000)
    expect((await latencies(client)).get(5)![0].count).toBeLessThan(most())
  }, 60_000)

  it('ends with the client that watches it', async () => {
    const client = await watched(
      `env.source(generate((i) => i, { ratePerSecond: 2000 })).map((n) => n).roundRobin().sink()`,
    )
    const other = await client.another()
    await other.watchLatency(0, true)
    await vi.waitFor(async () => expect((await latencies(client)).size).toBe(2), 20_000)
    other.close()
    await vi.waitFor(async () => expect((await latencies(client)).size).toBe(0), 20_000)
  })

  it('at a sink has the time that its own chain takes, and at an operator before it has not', async () => {
    // Every record goes all ways: a marker that takes another than its record may come before it.
    const client = await watched(`
env.source(generate((i) => i, { ratePerSecond: 4 })).map((n) => n).broadcast().map((n) => n).setParallelism(2).roundRobin()
  .sink(() => new Promise((resolve) => setTimeout(resolve, 40)))`)
    await client.watchLatency(0, true)
    await vi.waitFor(async () => expect((await latencies(client)).get(3)?.[0].count).toBeGreaterThan(20), 25_000)
    const all = await latencies(client)
    const [sink] = all.get(3)!
    expect(sink.p50).toBeGreaterThanOrEqual(39)
    // What holds markers up before the sink holds them up on their way to it as well.
    for (const { p50 } of all.get(2)!) expect(p50 + 20).toBeLessThan(sink.p99)
  })

  it('has the time in full channels: a marker does not overtake the records before it', async () => {
    // A batch of 1,024 records takes the sink 300 ms, and there are several on the way.
    const client = await watched(
      `env.source(generate((i) => i)).map((n) => n).roundRobin()
  .sink(() => { const until = performance.now() + 0.3; while (performance.now() < until); })`,
      '{ threads: 2, channelCapacity: 1024 }',
    )
    await client.watchLatency(0, true)
    // A first marker may find the channels empty.
    const sinks = async () => (await latencies(client)).get(2)?.map(({ p50 }) => p50) ?? []
    await vi.waitFor(async () => expect(await sinks()).toEqual([expect.toSatisfy((p50) => p50 > 300)]), 30_000)
  }, 60_000)
})

describe('watermarks', () => {
  const status = async (client: ControlClient) =>
    (await client.metrics(0)).instances.map((own) => [own.watermarkStatus, own.currentInputWatermark])

  it('are none where there is no event time, and otherwise those of the input, until it is idle', async () => {
    const client = await watched(`
const source = env.source(${counted(1_000)})
source.map((n) => n).sink()
source.assignTimestamps((n) => n, { idleAfter: 6_000 }).roundRobin().process({ onRecord() {} }).setParallelism(2).sink()`)
    const [active, idle] = ['active', 'idle'].map((own) => [own, own].map((own) => [own, 998]))
    await vi.waitFor(async () => expect((await status(client)).slice(4, 6)).toEqual(active), 25_000)
    expect((await status(client)).slice(0, 4)).toEqual(Array.from({ length: 4 }, () => ['none', undefined]))
    await vi.waitFor(async () => expect((await status(client)).slice(4, 6)).toEqual(idle), 25_000)
  })

  it('have ended after the final one', async () => {
    const client = await watched(`
env.source(${counted(10)}).sink()
env.fromCollection([1, 2]).assignTimestamps((n) => n).roundRobin().map((n) => n).setParallelism(2).sink().setParallelism(1)`)
    await vi.waitFor(async () => expect((await status(client)).at(-1)).toEqual(['ended', undefined]), 25_000)
  })
})

it('heaps are those of the threads at the time of the request', async () => {
  const client = await watched(`
let kept
env.source(generate((i) => i, { ratePerSecond: 10 })).map((n) => { if (n >= 30) kept ??= Array.from({ length: 8e6 }, (_, i) => i + 0.5) ; return n + (kept?.[0] ?? 0) }).sink()
env.source(${counted(10)}).slotGroup('other').sink()`)
  // The first answer has them already. A thread that makes the large array would not answer.
  for (const { heapUsed } of (await client.metrics(0)).threads) expect(heapUsed).toBeGreaterThan(1e6)
  await vi.waitFor(async () => expect((await client.metrics(0)).instances[1].numRecordsOut).toBeGreaterThan(30), 20_000)
  const { threads, instances } = await client.metrics(0)
  const { thread } = instances.find(({ operatorId }) => operatorId === 1)!
  expect(threads[thread].heapUsed).toBeGreaterThan(64e6)
  expect(threads[1 - thread].heapUsed).toBeLessThan(40e6)
  for (const { heapUsed, heapLimit } of threads) {
    expect(heapUsed).toBeGreaterThan(1e6)
    expect(heapLimit).toBeGreaterThan(heapUsed)
  }
})
