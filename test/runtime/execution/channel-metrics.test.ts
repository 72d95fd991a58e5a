import { describe, expect, it, vi } from 'vitest'
import type { ControlClient, InstanceMetrics } from '../../../runtime/src/control/index.ts'
import { counted, watched } from './watched-job.ts'

const RECORDS = 10_000
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0)

/** Waits until an operator, and all before it, have had all records, and tells what there is then. */
async function settled(client: ControlClient, operatorId: number, records = RECORDS) {
  const hasTaken = (instances: readonly InstanceMetrics[], id: number, count: number) => {
    const taken = instances.filter((own) => own.operatorId === id).map((own) => own.numRecordsIn)
    expect(sum(taken)).toBe(count)
  }
  await vi.waitFor(async () => {
    const { instances } = await client.metrics(0)
    hasTaken(instances, operatorId, records)
    // What a filter drops comes last, and no further.
    if (records < RECORDS) hasTaken(instances, operatorId - 1, RECORDS)
  }, 20_000)
  const metrics = await client.metrics(0)
  const all = await client.channels(
    0,
    metrics.edges.map(({ edgeId }) => edgeId),
  )
  return { ...metrics, ...all }
}

describe('channels', () => {
  it('add up to the records of their edge, and to what each instance has sent and taken', async () => {
    const client = await watched(`
env.source(${counted(RECORDS)}).map((n) => ({ n, text: String(n).padStart(100, 'x') })).setParallelism(2)
  .keyBy('n').setParallelism(2).reduce((a) => a).setParallelism(3).roundRobin().map((r) => r.n).setParallelism(2)
  .filter((n) => n % 2 === 0).setParallelism(2).sink().setParallelism(1)`)
    const { channels, edges, instances, leftOut } = await settled(client, 6, RECORDS / 2)
    expect(leftOut).toBe(0)
    const { logical } = (await client.graph(0)) as {
      logical: { edges: { id: number; source: number; target: number }[] }
    }
    for (const { id, source, target } of logical.edges) {
      const own = channels.filter(({ edgeId }) => edgeId === id)
      expect(sum(own.map(({ numRecords }) => numRecords))).toBe(id < 5 ? RECORDS : RECORDS / 2)
      for (const { operatorId, instance, numRecordsIn, numRecordsOut } of instances) {
        const records = (end: 'from' | 'to') =>
          sum(own.filter((channel) => channel[end] === instance).map(({ numRecords }) => numRecords))
        if (operatorId === source) expect(records('from')).toBe(numRecordsOut)
        if (operatorId === target) expect(records('to')).toBe(numRecordsIn)
      }
      expect(edges[id].numRecords).toBe(id < 5 ? RECORDS : RECORDS / 2)
    }
    expect(channels.every(({ queueFill }) => queueFill === 0)).toBe(true)
    expect(edges.map(({ edgeId }) => edgeId)).toEqual([0, 1, 2, 3, 4, 5])

    // Only what goes to another thread has bytes: per record of 100 characters little more than these.
    const threadOf = (operatorId: number, index: number) =>
      instances.find((own) => own.operatorId === operatorId && own.instance === index)!.thread
    const crossing = (edge: number) =>
      sum(
        channels
          .filter(({ edgeId }) => edgeId === edge)
          .filter(
            ({ from, to }) => threadOf(logical.edges[edge].source, from) !== threadOf(logical.edges[edge].target, to),
          )
          .map(({ numRecords }) => numRecords),
      )
    expect(edges[1].numBytes).toBe(0)
    expect(crossing(2)).toBeGreaterThan(0)
    expect(edges[2].numBytes / crossing(2)).toBeGreaterThan(100)
    expect(edges[2].numBytes / crossing(2)).toBeLessThan(130)
  })

  it('of a broadcast, a choice of several and a side output count what each has been sent', async () => {
    const client = await watched(`
const source = env.source(${counted(RECORDS)})
source.broadcast().map((n) => n).setParallelism(3).sink().setParallelism(3)
source.partition((n) => n % 2 === 0 ? [0, 2] : 1).map((n) => n).setParallelism(3).sink().setParallelism(3)
const odd = outputTag('odd')
const split = source.process({ onRecord(n, context, out) { if (n % 2 === 0) out.collect(n); else context.output(odd, n) } }).name('Split')
split.union(split.sideOutput(odd).roundRobin()).map((n) => n).setParallelism(2).sink()`)
    const { channels, edges } = await settled(client, 8, RECORDS)
    const of = (edge: number) => channels.filter(({ edgeId }) => edgeId === edge).map(({ numRecords }) => numRecords)
    const { logical } = (await client.graph(0)) as {
      logical: { edges: { id: number; strategy: string; output: string }[] }
    }
    const side = logical.edges.find(({ output }) => output === 'odd')!.id
    expect([sum(of(side)), edges[side].numRecords]).toEqual([RECORDS / 2, RECORDS / 2])
    const edge = (strategy: string) => logical.edges.find((own) => own.strategy === strategy)!.id
    expect(of(edge('Broadcast'))).toEqual([RECORDS, RECORDS, RECORDS])
    expect(of(edge('Custom'))).toEqual([RECORDS / 2, RECORDS / 2, RECORDS / 2])
    expect(edges[edge('Broadcast')].numRecords).toBe(RECORDS)
  })

  it('tell how full they are, one by one', async () => {
    const client = await watched(`
env.source(generate((i) => i)).partition((n) => n % 3 === 2 ? 2 : 1).map((n) => n).setParallelism(3)
  .sink((n) => n % 3 === 2 ? new Promise(() => {}) : undefined).setParallelism(3)`)
    await vi.waitFor(async () => {
      const { channels } = await client.channels(0, [0])
      expect(channels.map(({ queueFill }) => queueFill)).toEqual([0, expect.any(Number), 1])
    }, 25_000)
  })

  it('that do not exist are refused', async () => {
    const client = await watched(`env.source(generate((i) => i, { ratePerSecond: 10 })).sink()`)
    await expect(client.channels(0, [0, 7])).rejects.toThrow('the job has no edge 7')
    await expect(client.channels(0, [0], { operatorId: 0, instance: 3 })).rejects.toThrow(
      'the job has no instance 3 of an operator 0',
    )
  })

  it('are 20,000 at most in an answer, and 100,000 of them make no request slow', async () => {
    const client = await watched(
      `env.source(generate((i) => i, { ratePerSecond: 10_000 })).map((n) => n).shuffle().map((n) => n).sink()`,
      '{ threads: 2, parallelism: 320 }',
    )
    // The best of some: the first comes while the job is still being compiled.
    const timed = async <R>(request: () => Promise<R>) => {
      let took = Number.POSITIVE_INFINITY
      let answer!: R
      for (let round = 0; round < 5; round++) {
        const start = performance.now()
        answer = await request()
        took = Math.min(took, performance.now() - start)
      }
      return { answer, took }
    }
    const metrics = await timed(() => client.metrics(0))
    const all = await timed(() => client.channels(0, [0, 1, 2]))
    expect(all.answer.channels).toHaveLength(20_000)
    expect(all.answer.leftOut).toBe(320 + 320 * 320 + 320 - 20_000)
    const some = await timed(() => client.channels(0, [1, 2], { operatorId: 2, instance: 7 }))
    expect(some.answer.channels).toHaveLength(321)
    expect(some.answer.channels.every(({ edgeId, from, to }) => (edgeId === 1 ? to : from) === 7)).toBe(true)
    for (const { took } of [metrics, all, some]) expect(took).toBeLessThan(500)
  })
})
