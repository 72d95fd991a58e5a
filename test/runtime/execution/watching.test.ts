import { expect, it, vi } from 'vitest'
import { counted, watched } from './watched-job.ts'

it('every edge can be watched, inside chains and between threads, and watching ends', async () => {
  const client = await watched(`
env.source(generate((i) => i, { ratePerSecond: 2000 })).map((n) => ({ n })).filter((r) => r.n % 2 === 0).keyBy('n').reduce((a) => a).sink()`)
  const samples = new Map<number, string[]>()
  client.onTapped((tapped) => {
    for (const { edgeId, text } of tapped.samples) samples.set(edgeId, [...(samples.get(edgeId) ?? []), text])
  })
  await client.taps(0, [1, 2, 3])
  await vi.waitFor(() => expect([...samples.keys()].sort()).toEqual([1, 2, 3]), 20_000)
  expect(samples.get(1)![0]).toMatch(/^\{"n":\d+\}$/)
  for (const text of samples.get(2)!) expect(JSON.parse(text).n % 2).toBe(0)
  await client.taps(0, [])
  await new Promise((resolve) => setTimeout(resolve, 300))
  samples.clear()
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(samples.size).toBe(0)
})

it('metrics tell the records in and out of every operator, also inside a chain', async () => {
  const client = await watched(`
env.source(${counted(5_000)}).filter((n) => n % 5 === 0).flatMap((n) => [n, n, n]).shuffle().map((n) => n).sink()`)
  const out = [5_000, 1_000, 3_000, 3_000, 3_000]
  await vi.waitFor(
    async () => expect((await client.metrics(0)).instances.map(({ numRecordsOut }) => numRecordsOut)).toEqual(out),
    20_000,
  )
  // Numbers that are read while records pass need not fit together: these do not change any more.
  const { instances, edges, threads } = await client.metrics(0)
  expect(instances.map(({ numRecordsOut }) => numRecordsOut)).toEqual(out)
  expect(instances.slice(1).map(({ numRecordsIn }) => numRecordsIn)).toEqual([5_000, 1_000, 3_000, 3_000])
  expect(edges.map(({ numRecords }) => numRecords)).toEqual([5_000, 1_000, 3_000, 3_000])
  expect(instances.every(({ busyTimeMs, idleTimeMs }) => busyTimeMs > 0 && idleTimeMs > 0)).toBe(true)
  expect(threads.map(({ heapLimit }) => heapLimit > 0)).toEqual([true, true])
})

it('a job that is back-pressured shows where: full queues, and tasks that wait', async () => {
  const client = await watched(`
env.source(generate((i) => i)).shuffle().sink(() => new Promise((resolve) => setTimeout(resolve, 20)))`)
  const { instances } = await vi.waitFor(async () => {
    const metrics = await client.metrics(0)
    expect(metrics.edges[0].queueFill).toBeGreaterThan(0.5)
    return metrics
  }, 20_000)
  await new Promise((resolve) => setTimeout(resolve, 500))
  const later = await client.metrics(0)
  expect(later.instances[0].numRecordsOut - instances[0].numRecordsOut).toBeLessThan(20_000)
})
