import { describe, expect, it } from 'vitest'
import { collected, runJob } from './run-job.ts'

/** Records `[key, time]` of a pseudo-random order, each at most 50 later than its place. */
const disorder = `
import { tumbling, sliding, session, outputTag } from 'millrace'
const at = (i) => i + ((i * 7919) % 50)
const pairs = (count) => generate((i) => ['k' + (i % 7), at(i)], { count })
`

const byText = (records: any[]) => records.map((record) => JSON.stringify(record)).sort()

describe('event time across threads', () => {
  it('gives the same windows at any parallelism, chained or not, over rings and over ports', async () => {
    const job = (config: string) =>
      collected(
        `${disorder}
env.source(pairs(20000)).assignTimestamps((r) => r[1], { outOfOrderness: 50 }).keyBy(0).window(tumbling(1000)).count().sink(collect())`,
        config,
      )
    const expected = byText(await job('{ threads: 1 }'))
    // 7 keys in each of 20 windows, and of the last one, which is short.
    expect(expected).toHaveLength(7 * 21)
    for (const config of [
      '{ threads: 2, parallelism: 2 }',
      '{ threads: 2, parallelism: 3, chaining: false }',
      "{ threads: 2, parallelism: 2, channelType: 'message', channelCapacity: 16 }",
    ]) {
      expect(byText(await job(config))).toEqual(expected)
    }
  })

  // instance 0   gives times 0, 2, 4, ..   to the end
  // instance 1   stops at a record until a minute has passed: its watermark holds all others back
  it('an instance is as late as the latest of those that feed it', async () => {
    const ran = await runJob(`
import { tumbling } from 'millrace'
const env = new Environment({ threads: 2, parallelism: 2 })
const slow = defineSource({
  timestamps: true,
  splits: () => [0, 1],
  reader: ([which], { wake }) => {
    let n = 0
    let t = 0
    let open = which === 0
    if (!open) setTimeout(() => { open = true; wake() }, 300)
    return {
      poll: () => { if (n === 10) return END; if (!open && n === 2) return []; t = n * 100; n++; return [[which, t]] },
      timestamps: () => [t],
      watermark: () => t - 1,
      snapshot: () => n, restore: () => {},
    }
  },
})
const began = Date.now()
env.source(slow).keyBy(() => 'all').window(tumbling(100)).count().map((r) => [r[1], Date.now() - began]).sink(collect())
const handle = await env.execute('slow')
report((await handle.waitFinish()).results.collect)
`)
    expect(ran.stderr).toBe('')
    const results = ran.reports[0] as [count: number, after: number][]
    expect(results.map(([count]) => count)).toEqual(Array(10).fill(2))
    // The window of the third record waits for the slower instance.
    expect(results[2][1]).toBeGreaterThanOrEqual(290)
  })

  it('an instance that has had no record for idleAfter is not waited for', async () => {
    const ran = await runJob(`
import { tumbling } from 'millrace'
const env = new Environment({ threads: 2, parallelism: 2 })
let done
const source = defineSource({
  splits: () => [0, 1],
  reader: ([which], { wake }) => {
    let n = 0
    if (which === 1) setTimeout(() => { n = 100; wake() }, 4500)
    return {
      poll: () => { if (n >= 100) return END; if (which === 1) return []; if (n === 50) { setTimeout(() => { n = 100; wake() }, 4000); n = 51; return [] } if (n > 50) return []; return [[which, n++ * 100]] },
      snapshot: () => n, restore: () => {},
    }
  },
})
const began = Date.now()
env.source(source).assignTimestamps((r) => r[1], { idleAfter: 100 }).keyBy(() => 'all').window(tumbling(1000)).count().map((r) => [r[1], Date.now() - began]).sink(collect())
const handle = await env.execute('idle')
report((await handle.waitFinish()).results.collect)
`)
    expect(ran.stderr).toBe('')
    const results = ran.reports[0] as [count: number, after: number][]
    expect(results.map(([count]) => count)).toEqual([10, 10, 10, 10, 10])
    // Instance 1 never gave a record, and the first windows fired long before it ended.
    expect(results[0][1]).toBeLessThan(3900)
  })

  it('when_whatComesBehindIsSlow_then_timersThatSetTimersForEverWait', async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 1 })
env.fromCollection([0]).assignTimestamps((n) => n).keyBy((n) => n).process({
  onRecord: (_n, { timers }) => timers.registerEventTime(1),
  onTimer(time, { timers }, out) { out.collect(time); timers.registerEventTime(time + 1) },
}).shuffle().sink(() => new Promise((resolve) => setTimeout(resolve, 20)))
const handle = await env.execute('ticks')
const ticks = () => handle.metrics().instances[3].numRecordsOut
for (let i = 0; i < 1_000 && ticks() === 0; i++) await new Promise((resolve) => setTimeout(resolve, 20))
await new Promise((resolve) => setTimeout(resolve, 500))
report(ticks())
await handle.cancel()
`)
    expect(ran.reports[0]).toBeGreaterThan(0)
    // Unheld it is some hundred thousand.
    expect(ran.reports[0]).toBeLessThan(20_000)
  })

  it('processing-time windows fire by the clock of the machine, and the open one at the end', async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 1 })
env.source(generate((i) => i, { count: 400, ratePerSecond: 200 })).timeWindow(100).count().sink(collect())
const handle = await env.execute('clock')
report((await handle.waitFinish()).results.collect)
`)
    const counts = (ran.reports[0] as [unknown, number][]).map(([, count]) => count)
    expect(counts.reduce((a, b) => a + b, 0)).toBe(400)
    expect(counts.length).toBeGreaterThanOrEqual(3)
  })

  it('a window that fires with two million results queues none of them', async () => {
    const ran = await runJob(
      `
import { tumbling } from 'millrace'
const env = new Environment({ threads: 2 })
env.source(generate((i) => [0, i], { count: 10 })).assignTimestamps((r) => r[1]).keyBy(0)
  .window(tumbling(100)).process(function* (key, window, records) { for (let i = 0; i < 2_000_000; i++) yield { i, text: 'a result of some length ' + i } })
  .roundRobin().filter((r) => r.i % 1_000_000 === 0).sink(collect())
const handle = await env.execute('many')
report((await handle.waitFinish()).results.collect.length)
`,
      { nodeArgs: ['--max-old-space-size=100'] },
    )
    expect(ran.stderr).toBe('')
    expect(ran.reports).toEqual([2])
  })
})

describe('side outputs', () => {
  it('of late records and of failed ones cross threads, and are counted as edges', async () => {
    const ran = await runJob(`${disorder}
const env = new Environment({ threads: 2, parallelism: 2 })
const late = outputTag('late')
const dead = outputTag('dead')
const parsed = env.source(generate((i) => i, { count: 1000 })).map((i) => { if (i % 100 === 50) throw new Error('bad ' + i); return [i % 3, i] }).onError(dead)
const counted = parsed.assignTimestamps((r) => (r[1] === 998 ? 1 : r[1])).keyBy(0).window(tumbling(100)).lateTo(late).count()
counted.sink(collect('windows'))
counted.sideOutput(late).shuffle().map((r) => ({ late: r })).sink(collect('late'))
parsed.sideOutput(dead).roundRobin().map(({ record, message, operator }) => ({ record, message, operator })).sink(collect('dead'))
const handle = await env.execute('sides')
const { results } = await handle.waitFinish()
report({ windows: results.windows.reduce((sum, r) => sum + r[1], 0), late: results.late ?? [], dead: results.dead.length, first: results.dead.sort((a, b) => a.record - b.record)[0] })
`)
    expect(ran.stderr).toBe('')
    const [{ windows, late, dead, first }] = ran.reports
    expect(dead).toBe(10)
    expect(first).toEqual({ record: 50, message: 'bad 50', operator: 'Map' })
    expect(windows + late.length).toBe(990)
  })

  it('are told of at the end where nobody wants late records', async () => {
    const ran = await runJob(`${disorder}
const env = new Environment({ threads: 1 })
async function* slowly() { for (const at of [1, 30, 2, 3]) { yield ['k', at]; await new Promise((resolve) => setTimeout(resolve, 30)) } }
env.source(slowly).assignTimestamps((r) => r[1]).keyBy(0).window(tumbling(10)).count().name('Per ten').sink()
await (await env.execute('late')).waitFinish()
`)
    expect(ran.stderr).toContain('Per ten dropped 2 late records (a side output can take them')
  })

  it('that failures go to and nobody reads are warned of', async () => {
    const ran = await runJob(`${disorder}
const env = new Environment({ threads: 1 })
env.source(generate((i) => i, { count: 1 })).map((i) => i).onError(outputTag('dead')).sink()
await (await env.execute('warned')).waitFinish()
`)
    expect(ran.stderr).toContain("records on which Map fails go to the side output 'dead', which nobody reads")
  })
})

describe('keyed processing across threads', () => {
  it('state, timers and broadcast rules work at any parallelism', async () => {
    const job = (config: string) =>
      collected(
        `${disorder}
const limits = env.fromCollection([['k1', 10], ['k2', 20]])
env.source(pairs(7000)).assignTimestamps((r) => r[1], { outOfOrderness: 50 }).keyBy(0).process({
  open: ({ state }) => ({ count: state('count', { default: 0 }) }),
  onRecord(record, { state, timers, timestamp }) {
    state.count.update(state.count.value() + 1)
    timers.registerEventTime(Math.floor(timestamp / 1000) * 1000 + 999)
  },
  onTimer(time, { key, state }, out) { out.collect([key, time, state.count.value()]) },
}).sink(collect())`,
        config,
      )
    const expected = byText(await job('{ threads: 1 }'))
    expect(expected.length).toBeGreaterThanOrEqual(7 * 7)
    expect(byText(await job('{ threads: 2, parallelism: 3 }')).map((text) => JSON.parse(text).slice(0, 2))).toEqual(
      expected.map((text) => JSON.parse(text).slice(0, 2)),
    )
  })

  it.each([
    ['a timer of Node’s', 'setTimeout(() => out.collect(record), 1)', 'out'],
    ['a promise', 'Promise.resolve().then(() => state.last.update(record))', "the state 'last'"],
  ])(
    'a process function that goes on in %s fails the job, which names the operator and the place',
    async (_what, body, used) => {
      const ran = await runJob(`
const env = new Environment({ parallelism: 2, threads: 2 })
env.source(generate((i) => i, { count: 1_000 })).keyBy((i) => i % 10).process({
  open: ({ state }) => ({ last: state('last') }),
  onRecord(record, { state }, out) { ${body} },
}).name('Later').sink(collect())
// What does not end leaves the job the time.
env.source(async function* () { yield* []; await new Promise(() => {}) }).sink(collect())
const handle = await env.execute('later')
try { await handle.waitFinish() } catch (error) { report(error.data ?? String(error)) }
`)
      expect(ran.reports[0].message).toContain(`'Later' uses ${used} while it processes no record`)
      expect(ran.reports[0].position?.file).toMatch(/job\.mjs$/)
    },
  )

  it('joins of two sources give the same at any parallelism', async () => {
    const job = (config: string) =>
      collected(
        `${disorder}
const left = env.source(pairs(2000)).assignTimestamps((r) => r[1], { outOfOrderness: 50 })
const right = env.source(pairs(1000)).assignTimestamps((r) => r[1], { outOfOrderness: 50 })
left.keyBy(0).intervalJoin(right.keyBy(0), { lower: -7, upper: 7, join: (l, r) => [l[0], l[1], r[1]] }).sink(collect())`,
        config,
      )
    const expected = byText(await job('{ threads: 1 }'))
    expect(expected.length).toBeGreaterThan(1000)
    expect(byText(await job('{ threads: 2, parallelism: 2 }'))).toEqual(expected)
  })

  it('asyncMap runs as many at a time as its capacity', async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 1 })
let underWay = 0, most = 0
env.source(generate((i) => i, { count: 200 })).asyncMap(async (i) => {
  most = Math.max(most, ++underWay)
  await new Promise((resolve) => setTimeout(resolve, 5))
  underWay--
  return [i, most]
}, { capacity: 20 }).sink(collect())
const handle = await env.execute('async')
const { results } = await handle.waitFinish()
report({ order: results.collect.every(([i], at) => i === at), count: results.collect.length, most: Math.max(...results.collect.map((r) => r[1])) })
`)
    expect(ran.reports).toEqual([{ order: true, count: 200, most: 20 }])
  })
})
