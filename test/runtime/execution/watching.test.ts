import { expect, it, vi } from 'vitest'
import { watched } from './watched-job.ts'

it('every edge can be watched, inside chains and between threads, and watching ends', async () => {
  const client = await watched(`
env.source(generate((i) => i, { ratePerSecond: 2000 })).map((n) => ({ n })).filter((r) => r.n % 2 === 0).keyBy('n').reduce((a) => a).sink()`)
  const samples = new Map<number, string[]>()
  client.onTapped((tapped) => {
    for (const { edgeId, text } of tapped.samples) samples.set(edgeId, [...(samples.get(edgeId) ?? []), text])
  })
  await client.taps(0, [1, 2, 3])
  await vi.waitFor(() => expect([...samples.keys()].sort()).toEqual([1, 2, 3]), 5_000)
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
env.source(generate((i) => i, { ratePerSecond: 5000 })).filter((n) => n % 5 === 0).flatMap((n) => [n, n, n]).shuffle().map((n) => n).sink()`)
  await vi.waitFor(
    async () => expect((await client.metrics(0)).instances.at(-1)!.numRecordsOut).toBeGreaterThan(500),
    10_000,
  )
  const { instances, edges, threads } = await client.metrics(0)
  const out = instances.map(({ numRecordsOut }) => numRecordsOut)
  expect(out[1] / out[0]).toBeCloseTo(0.2, 1)
  expect(out[2]).toBe(out[1] * 3)
  expect(instances[3].numRecordsIn).toBeLessThanOrEqual(out[2])
  expect(edges.map(({ numRecords }) => numRecords)).toEqual([out[0], out[1], out[2], out[3]])
  expect(instances.every(({ busyTimeMs, idleTimeMs }) => busyTimeMs > 0 && idleTimeMs > 0)).toBe(true)
  expect(threads.map(({ heapLimit }) => heapLimit > 0)).toEqual([true, true])
})

it('a job that is back-pressured shows where: full queues, and tasks that wait', async () => {
  const client = await watched(`
env.source(generate((i) => i)).shuffle().sink(() => new Promise((resolve) => setTimeout(resolve, 20)))`)
  await new Promise((resolve) => setTimeout(resolve, 500))
  const { instances, edges } = await client.metrics(0)
  expect(edges[0].queueFill).toBeGreaterThan(0.5)
  const later = await client.metrics(0)
  expect(later.instances[0].numRecordsOut - instances[0].numRecordsOut).toBeLessThan(20_000)
})
