import { expect, it, vi } from 'vitest'
import type { ControlClient, FilterProgress, TapFilter, TapSample } from '../../../runtime/src/control/index.ts'
import { counted, watched } from './watched-job.ts'

/** What a client is told of the edges it watches. */
async function tapped(client: ControlClient, edges: number[], perSecond?: number, filter?: TapFilter) {
  const told = { samples: [] as TapSample[], filter: undefined as FilterProgress | undefined, lost: 0 }
  client.onTapped(({ samples, filter: progress, lost }) => {
    told.samples.push(...samples)
    told.filter = progress
    told.lost += lost
  })
  await client.taps(0, edges, perSecond, filter)
  return told
}

const STREAM = `env.source(generate((i) => ({ n: i, text: 'ü' + i }), { ratePerSecond: 20_000 }))`

it('samples tell both instances, the key, the time, a running number, and the record as JSON', async () => {
  const client = await watched(
    `${STREAM}.partition((r, channels) => r.n % channels).map((r) => r).setParallelism(3).keyBy('n').setParallelism(3).reduce((a) => a).setParallelism(2).sink()`,
  )
  const { samples } = await tapped(client, [0, 1, 2])
  await vi.waitFor(() => expect(new Set(samples.map(({ edgeId }) => edgeId)).size).toBe(3), 25_000)
  await vi.waitFor(() => expect(samples.length).toBeGreaterThan(30), 25_000)
  samples.forEach(({ edgeId, number, time, instance, to, text, json, key }, i) => {
    expect(json).toBe(true)
    const record = JSON.parse(text)
    expect(record).toEqual({ n: record.n, text: `ü${record.n}` })
    expect(number).toBe(i + 1)
    expect(Math.abs(Date.now() - time)).toBeLessThan(20_000)
    if (edgeId === 0) expect([instance, to]).toEqual([0, record.n % 3])
    if (edgeId === 1) expect([instance, to]).toEqual([record.n % 3, record.n % 3])
    if (edgeId === 2) expect([0, 1]).toContain(to)
    expect(key).toBe(edgeId === 2 ? String(record.n) : undefined)
  })
})

it('a record that goes to all instances names none', async () => {
  const client = await watched(`${STREAM}.broadcast().map((r) => r.n).setParallelism(3).sink()`)
  const { samples } = await tapped(client, [0])
  await vi.waitFor(() => expect(samples.length).toBeGreaterThan(3), 25_000)
  for (const sample of samples) expect(sample).not.toHaveProperty('to')
})

it.each([1, 10, 50])('no edge gives more than the %i samples a second that are asked for', async (perSecond) => {
  const client = await watched(
    `${STREAM}.roundRobin().map((r) => r).setParallelism(4).map((r) => r.n).setParallelism(4).sink()`,
  )
  const start = performance.now()
  const { samples } = await tapped(client, [0, 1], perSecond)
  await vi.waitFor(
    () => expect(samples.filter(({ edgeId }) => edgeId === 1).length).toBeGreaterThan(perSecond * 2),
    25_000,
  )
  const seconds = Math.ceil((performance.now() - start) / 1_000)
  for (const edge of [0, 1]) {
    expect(samples.filter(({ edgeId }) => edgeId === edge).length).toBeLessThanOrEqual(perSecond * seconds)
  }
  // No thread or instance comes first.
  if (perSecond === 50) {
    const senders = () => [...new Set(samples.filter(({ edgeId }) => edgeId === 1).map((own) => own.instance))].sort()
    await vi.waitFor(() => expect(senders()).toEqual([0, 1, 2, 3]), 20_000)
  }
})

it('a filter finds the rare record, and tells how many it has looked at', async () => {
  const client = await watched(`${STREAM}.map((r) => r).sink()`)
  const told = await tapped(client, [0], 100, { kind: 'expression', expression: 'record.n % 1000 === 7' })
  await vi.waitFor(() => expect(told.samples.length).toBeGreaterThan(10), 15_000)
  for (const { text } of told.samples) expect(JSON.parse(text).n % 1_000).toBe(7)
  const { looked, matched } = told.filter!
  expect(matched / looked).toBeGreaterThan(0.0005)
  expect(matched / looked).toBeLessThan(0.002)
  expect(matched).toBeGreaterThanOrEqual(told.samples.length)
})

it('every record of a quiet edge is looked at', async () => {
  const client = await watched(`env.source(generate((i) => i, { ratePerSecond: 200, count: 778 })).map((n) => n).sink()
env.source(${counted(1)}).sink()`)
  const told = await tapped(client, [0], 1_000, { kind: 'text', text: '77' })
  await vi.waitFor(() => expect(told.samples.at(-1)?.text).toBe('777'), 25_000)
  const wanted = Array.from({ length: 778 }, (_, i) => String(i)).filter((text) => text.includes('77'))
  // The job has begun before anybody could watch it.
  expect(told.samples.map(({ text }) => text)).toEqual(wanted.slice(-told.samples.length))
  // Eight of them come one after the other at the end.
  expect(told.samples.length).toBeGreaterThan(9)
})

it('two clients with different filters do not disturb each other', async () => {
  const client = await watched(`${STREAM}.map((r) => r.n).sink()`)
  const other = await client.another()
  const even = await tapped(client, [1], 20, { kind: 'expression', expression: 'record % 2 === 0' })
  const odd = await tapped(other, [1], 20, { kind: 'expression', expression: 'record % 2 === 1' })
  const all = await tapped(await client.another(), [1], 20)
  await vi.waitFor(() => {
    expect(Math.min(...[even, odd].map(({ samples }) => samples.length))).toBeGreaterThan(5)
    // Chance says which records are samples.
    expect(new Set(all.samples.map(({ text }) => Number(text) % 2)).size).toBe(2)
  }, 20_000)
  expect(even.samples.every(({ text }) => Number(text) % 2 === 0)).toBe(true)
  expect(odd.samples.every(({ text }) => Number(text) % 2 === 1)).toBe(true)
  expect(all.filter).toBeUndefined()
})

it('an expression that throws matches nothing, and says so', async () => {
  const client = await watched(`${STREAM}.sink()`)
  const told = await tapped(client, [0], 10, { kind: 'expression', expression: 'record.no.such' })
  await vi.waitFor(
    () => expect(told.filter?.error).toBe("TypeError: Cannot read properties of undefined (reading 'such')"),
    25_000,
  )
  expect(told.filter?.matched).toBe(0)
})

it('a filter that never ends is switched off, and the job goes on', async () => {
  const client = await watched(`${STREAM}.map((r) => r).sink()`)
  const told = await tapped(client, [0], 10, { kind: 'expression', expression: '(() => { for (;;); })()' })
  await vi.waitFor(() => expect(told.filter?.off).toMatch(/^the filter was switched off: it took more than/), 25_000)
  const { instances } = await client.metrics(0)
  await vi.waitFor(
    async () =>
      expect((await client.metrics(0)).instances[2].numRecordsIn).toBeGreaterThan(instances[2].numRecordsIn + 1_000),
    25_000,
  )
  const fixed = await tapped(client, [0], 10, { kind: 'expression', expression: 'true' })
  await vi.waitFor(() => expect(fixed.samples.length).toBeGreaterThan(3), 25_000)
})

it('what is wrong with a request is said, and leaves what was watched before', async () => {
  const client = await watched(`${STREAM}.sink()`)
  const told = await tapped(client, [0])
  await expect(client.taps(0, [0], 10, { kind: 'expression', expression: 'record >' })).rejects.toThrow(
    'the filter is no JavaScript expression of record and key: Unexpected token',
  )
  await expect(client.taps(0, [3])).rejects.toThrow('the job has no edge 3')
  told.samples.length = 0
  await vi.waitFor(() => expect(told.samples.length).toBeGreaterThan(3), 25_000)
})
