import { describe, expect, it } from 'vitest'
import { runJob } from './run-job.ts'

describe('whatever happens, a job ends and says why', () => {
  it('records much larger than the ring between two threads arrive', async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 2, parallelism: 2 })
env.source(generate((i) => i, { count: 6 })).map((n) => ({ n, text: 'x'.repeat(5_000_000 + n) })).roundRobin()
  .map((r) => r.text.length).sink(collect())
report((await (await env.execute('big')).waitFinish()).results.collect.sort())
`)
    expect(ran.reports).toEqual([[5_000_000, 5_000_001, 5_000_002, 5_000_003, 5_000_004, 5_000_005]])
  })

  it('execute rejects when the job fails while a source is slow to say its splits', async () => {
    const ran = await runJob(`
if (!isMainThread) throw new Error('boom in a worker')
const env = new Environment({ threads: 2 })
env.source(defineSource({ splits: () => new Promise(() => {}), reader: () => ({ poll: () => END, snapshot() {}, restore() {} }) })).sink()
try { await env.execute('slow splits') } catch (error) { report(error.message) }
process.exit()
`)
    expect(ran.reports).toHaveLength(1)
    expect(ran.reports[0]).toContain('boom in a worker')
  })

  it('a poll that resolves to no array fails the job', async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 1 })
env.source(defineSource({ name: 'Odd', splits: () => [1], reader: () => ({ async poll() { return 5 }, snapshot() {}, restore() {} }) })).sink()
await (await env.execute('odd')).waitFinish()
`)
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('poll() must resolve to an array or END, but it resolved to number')
  })

  it('a sink that throws at once is blamed itself, not the head of its chain', async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 1 })
env.fromCollection([1]).map((n) => n).sink(defineSink({ name: 'Mine', writer: () => ({ write() { throw new Error('no paper') } }) }))
try { await (await env.execute('sink')).waitFinish() } catch (error) { report([error.operatorName, error.data.message]) }
`)
    expect(ran.reports).toEqual([['Mine', 'no paper']])
  })

  it('a promise of inspect that rejects after the last record still fails the job', async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 1 })
env.fromCollection([1]).inspect(async () => { await new Promise((r) => setTimeout(r, 200)); throw new Error('late') })
try { await (await env.execute('late')).waitFinish() } catch (error) { report([error.operatorName, error.data.message, error.record]) }
`)
    expect(ran.reports).toEqual([['Inspect', 'late', '1']])
  })

  it("a generator that throws is skipped with onError('skip'), what it had yielded stays", async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 1 })
env.fromCollection([1, 2, 3]).flatMap(function* (n) { yield n; if (n === 2) throw new Error('two'); yield n * 10 }).onError('skip').sink(collect())
report((await (await env.execute('generators')).waitFinish()).results.collect)
`)
    expect(ran.reports).toEqual([[1, 10, 2, 3, 30]])
    expect(ran.stderr).toContain('skipped a record: two')
  })
})

describe('sinks', () => {
  const recording = `
import { existsSync, writeFileSync } from 'node:fs'
const sink = (name, commitMs) => defineSink({ name, singleInstance: 'for the test', writer: ({ print }) => ({
  write() {},
  prepareCommit() { print(name + ' prepares\\n') },
  async commit() { writeFileSync('commits', ''); print(name + ' commits\\n'); await new Promise((r) => setTimeout(r, commitMs)); print(name + ' has committed\\n') },
  abort() { print(name + ' gives up\\n') },
  close() { print(name + ' closes\\n') },
}) })
const committing = async () => {
  for (let i = 0; i < 2_000 && !existsSync('commits'); i++) await new Promise((resolve) => setTimeout(resolve, 10))
}
const env = new Environment({ threads: 2 })
const numbers = env.fromCollection([1, 2])`

  it('prepare, commit and close once each, in this order', async () => {
    const ran = await runJob(`${recording}
numbers.sink(sink('A', 10))
report((await (await env.execute('orderly')).waitFinish()).state)
`)
    expect(ran.stdout).toBe('A prepares\nA commits\nA has committed\nA closes\n')
  })

  it('that have begun to commit are not told to give up: cancel comes too late then', async () => {
    const ran = await runJob(`${recording}
numbers.sink(sink('A', 300))
const handle = await env.execute('late cancel')
await committing()
const status = await handle.cancel()
report([status.state, (await handle.waitFinish()).state])
`)
    expect(ran.reports).toEqual([['finished', 'finished']])
    expect(ran.stdout).toBe('A prepares\nA commits\nA has committed\nA closes\n')
  })

  it('whose commit never ends hold cancel up for less than two seconds', async () => {
    const ran = await runJob(`${recording}
numbers.sink(sink('A', 1_000_000))
const handle = await env.execute('stuck commit')
await committing()
const start = performance.now()
const status = await handle.cancel()
report([status.state, performance.now() - start < 2000])
`)
    expect(ran.reports).toEqual([['cancelled', true]])
  })

  it('give up when another operator fails, and close once', async () => {
    const ran = await runJob(`${recording}
numbers.map((n) => { if (n === 2) throw new Error('boom'); return n }).sink(sink('A', 10))
try { await (await env.execute('failing')).waitFinish() } catch (error) { report(error.data.message) }
`)
    expect(ran.reports).toEqual(['boom'])
    expect(ran.stdout).toBe('A gives up\nA closes\n')
  })
})
