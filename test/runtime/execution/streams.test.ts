import { describe, expect, it } from 'vitest'
import { collected, runJob } from './run-job.ts'

const sorted = (records: any[]) => [...records].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))

describe.each([
  ['one thread', '{ threads: 1, parallelism: 2 }'],
  ['two threads through shared memory', '{ threads: 2, parallelism: 2 }'],
  ['two threads through message ports', "{ threads: 2, parallelism: 2, channelType: 'message' }"],
  ['no chaining', '{ threads: 2, parallelism: 2, chaining: false }'],
  ['parallelism 5', '{ threads: 2, parallelism: 5 }'],
  ['checked records', '{ threads: 2, parallelism: 2, checkRecords: true }'],
])('on %s', (_name, config) => {
  it('word count of "a b c" twice gives a:2 b:2 c:2, each update emitted', async () => {
    const records = await collected(
      "env.fromCollection(['a b c', 'a b c']).flatMap((l) => l.split(' ')).map((w) => [w, 1]).keyBy(0).sum(1).sink(collect())",
      config,
    )
    expect(sorted(records)).toEqual([
      ['a', 1],
      ['a', 2],
      ['b', 1],
      ['b', 2],
      ['c', 1],
      ['c', 2],
    ])
  })

  it('a union has the records of all its inputs, and a.union(a) each record twice', async () => {
    const records = await collected(
      `const a = env.fromCollection([1, 2, 3]); a.union(env.fromCollection([4, 5, 6])).sink(collect('collect'))
       a.union(a).map((n) => n * 10).sink(collect('collect'))`,
      config,
    )
    expect(records.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 10, 10, 20, 20, 30, 30])
  })

  it('both branches of a fork get every record, each by its own strategy', async () => {
    const records = await collected(
      `const numbers = env.source(generate((i) => i, { count: 1000 }))
       numbers.roundRobin().map((n) => ['turn', n]).sink(collect())
       numbers.shuffle().map((n) => ['hash', n]).sink(collect())`,
      config,
    )
    expect(records).toHaveLength(2000)
    expect(new Set(records.map(String)).size).toBe(2000)
  })

  it('broadcast gives every record to every instance', async () => {
    const records = await collected(
      'env.fromCollection([1, 2, 3]).broadcast().map((n) => n).setParallelism(3).sink(collect())',
      config,
    )
    expect(records.sort()).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3])
  })

  it('a partition function may choose one instance or several', async () => {
    const records = await collected(
      'env.fromCollection([0, 1, 2, 3]).partition((n, channels) => (n === 3 ? [0, channels - 1] : n % channels)).map((n) => n).setParallelism(2).sink(collect())',
      config,
    )
    expect(records.sort()).toEqual([0, 1, 2, 3, 3])
  })

  it('keys compare by content: objects, dates, arrays, -0 and 0, NaN', async () => {
    const records = await collected(
      `const keys = [{ a: 1, b: [2] }, { b: [2], a: 1 }, new Date(5), new Date(5), 0, -0, NaN, NaN, 'x', ['x']]
       env.fromCollection(keys.map((key, i) => ({ key, i }))).keyBy((r) => r.key).sum(() => 1).map((r) => r[1]).sink(collect())`,
      config,
    )
    expect(sorted(records)).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 2, 2])
  })

  it('records that cross a channel arrive in order', async () => {
    const records = await collected(
      "env.source(generate((i) => i, { count: 10_000 })).setParallelism(1).keyBy(() => 'one').setParallelism(1).reduce((_, n) => n).sink(collect())",
      config,
    )
    expect(records).toEqual(Array.from({ length: 10_000 }, (_, i) => i))
  })
})

describe('sum and reduce', () => {
  it('sum of a field keeps the other fields of the key’s first record', async () => {
    const records = await collected(
      "env.fromCollection([{ k: 'a', n: 1, x: 'first' }, { k: 'a', n: 2, x: 'second' }]).keyBy('k').sum('n').sink(collect())",
    )
    expect(records).toEqual([
      { k: 'a', n: 1, x: 'first' },
      { k: 'a', n: 3, x: 'first' },
    ])
  })

  it('sum of a function emits the key and the total', async () => {
    const records = await collected(
      'env.fromCollection([1, 2, 3, 4]).keyBy((n) => n % 2).sum((n) => n).sink(collect())',
    )
    expect(records).toEqual([
      [1, 1],
      [0, 2],
      [1, 4],
      [0, 6],
    ])
  })

  it('reduce emits for every record, and the first one as it is', async () => {
    const records = await collected(
      "env.fromCollection(['a', 'b', 'c']).keyBy(() => 0).reduce((all, next) => all + next).sink(collect())",
    )
    expect(records).toEqual(['a', 'ab', 'abc'])
  })
})

describe('flow', () => {
  it('one record that becomes 5 million queues none of them', async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 2 })
env.fromCollection([0]).flatMap(function* () { for (let i = 0; i < 5_000_000; i++) yield { i, text: 'x'.repeat(20) } })
  .keyBy((r) => r.i % 7).sum(() => 1).filter(([, n]) => n > 714_280).sink(collect())
const { results } = await (await env.execute('generator')).waitFinish()
report([results.collect.length, process.memoryUsage.rss() / 2 ** 20])
`)
    expect(ran.stderr).toBe('')
    const [records, megabytes] = ran.reports[0]
    expect(records).toBeGreaterThan(7)
    expect(megabytes).toBeLessThan(500)
  })

  it('when_channelIsFull_then_producerMakesNoProgress', async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 2, channelCapacity: 100 })
let produced = 0
env.source(generate((i) => i, { count: 1_000_000 })).map((n) => { produced++; return n }).shuffle()
  .sink(async (n) => { if (n > 2) await new Promise(() => {}) })
const handle = await env.execute('full')
const sent = () => handle.metrics().instances[0].numRecordsOut
// The channel is full when no more has been sent for a while.
let before = 0
for (let i = 0; i < 40 && (before === 0 || before !== sent()); i++) {
  before = sent()
  await new Promise((resolve) => setTimeout(resolve, 500))
}
await new Promise((resolve) => setTimeout(resolve, 300))
report([before, sent()])
await handle.cancel()
`)
    const [before, after] = ran.reports[0]
    expect(before).toBeGreaterThan(0)
    expect(after).toBe(before)
    expect(before).toBeLessThan(10_000)
    expect(ran.code).toBe(0)
  })

  it('stop drains what is in flight, and sinks get all of it', async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 2, parallelism: 2 })
env.source(generate((i) => i, { ratePerSecond: 20_000 })).shuffle().map((n) => n).sink(collect())
const handle = await env.execute('endless')
await new Promise((resolve) => setTimeout(resolve, 400))
const status = await handle.stop()
const { results } = await handle.waitFinish()
const numbers = results.collect.sort((a, b) => a - b)
report([status.state, numbers.length > 100, numbers.every((n, i) => n === i)])
`)
    expect(ran.reports).toEqual([['finished', true, true]])
  })

  it('no instance runs before every instance has been opened', async () => {
    const ran = await runJob(`
const order = new Int32Array(globalThis.shared ??= new SharedArrayBuffer(8))
const env = new Environment({ threads: 2, parallelism: 2 })
const slow = defineSink({ writer: () => {
  let opened = false
  return { async open() { await new Promise((r) => setTimeout(r, 300)); opened = true }, write() { if (!opened) throw new Error('written before open') } } } })
env.source(generate((i) => i, { count: 100 })).shuffle().sink(slow)
report((await (await env.execute('open')).waitFinish()).state)
`)
    expect(ran.reports).toEqual(['finished'])
  })

  it('a source without records, and one alone, end the job', async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 2 })
env.fromCollection([])
const lone = await (await env.execute('lone')).waitFinish()
report(lone.state)
`)
    expect(ran.reports).toEqual(['finished'])
  })

  it('several Environments that are not waited for run one after the other, each in threads of its own', async () => {
    const ran = await runJob(`
const jobs = ['a', 'b'].map((name) => {
  const env = new Environment({ parallelism: 2, threads: 2 })
  env.fromCollection([1, 2]).map((n) => name + n).sink(collect())
  return env.execute(name)
})
for (const job of await Promise.all(jobs)) report((await job.waitFinish()).results.collect.toSorted())
`)
    expect(ran.reports).toEqual([
      ['a1', 'a2'],
      ['b1', 'b2'],
    ])
  })

  it('several Environments in a file run one after the other, and a later one may use an earlier result in the coordinator only', async () => {
    const ran = await runJob(`
const first = new Environment({ threads: 2 })
first.fromCollection([1, 2, 3]).sink(collect())
const one = await (await first.execute('first')).waitFinish()
if (isMainThread) report(one.results.collect)
const second = new Environment({ threads: 2 })
second.fromCollection([4]).sink(collect())
report((await (await second.execute('second')).waitFinish()).results.collect)
`)
    expect(ran.reports).toEqual([[1, 2, 3], [4]])
  })

  it('reading an earlier job’s result in a worker thread is an error that says so', async () => {
    const ran = await runJob(`
const first = new Environment({ threads: 1 })
first.fromCollection([1, 2, 3]).sink(collect())
const { results } = await (await first.execute('first')).waitFinish()
const second = new Environment({ threads: 1 })
second.fromCollection(results.collect).sink(collect())
await second.execute('second')
`)
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain(
      "the module reads the result of job 'first' in a worker thread, which does not have it",
    )
  })

  it('a job that is not the same in every thread is refused with the first operator that differs', async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 1 })
env.fromCollection([1]).map((n) => n, isMainThread ? 'Here' : 'There').sink()
await env.execute('different')
`)
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain('the name of operator 1 (Here) is "Here" in one and "There" in another')
  })

  it("onError('skip') drops the record, counts it and says so", async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 2 })
env.source(generate((i) => i, { count: 100 })).map((n) => { if (n % 10 === 3) throw new Error('a three'); return n }).onError('skip').sink(collect())
const handle = await env.execute('skip')
const { results } = await handle.waitFinish()
report([results.collect.length, handle.metrics().instances.map((i) => i.numRecordsSkipped)])
`)
    expect(ran.reports).toEqual([[90, [0, 10, 0]]])
    expect(ran.stderr).toContain('skipped a record (and 9 more): a three at')
  })

  it("onError('skip') of a keyBy skips records without a key", async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 2 })
env.fromCollection([{ k: 'a' }, {}, { k: 'a' }, { k: null }]).keyBy('k').onError('skip').sum(() => 1).sink(collect())
report((await (await env.execute('keys')).waitFinish()).results.collect)
`)
    expect(ran.reports).toEqual([
      [
        ['a', 1],
        ['a', 2],
      ],
    ])
    expect(ran.stderr).toContain('the key is undefined: every record needs a key')
  })

  it('a record changed after it was emitted fails under checkRecords, on one thread as well', async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 1, checkRecords: true })
env.fromCollection([{ n: 1 }]).map((r) => r).map((r) => { r.n++; return r }).sink()
await (await env.execute('frozen')).waitFinish()
`)
    expect(ran.code).toBe(1)
    expect(ran.stderr).toContain("Cannot assign to read only property 'n'")
  })

  it('what is likely not meant is said before the job runs, and it runs all the same', async () => {
    const ran = await runJob(`
const env = new Environment({ threads: 2 })
env.fromCollection([1]).forward().map((n) => n).setParallelism(3).sink(collect())
report((await (await env.execute('idle')).waitFinish()).results.collect)
`)
    expect(ran.reports).toEqual([[1]])
    expect(ran.stderr).toMatch(/^warning: .*job\.mjs:\d+:\d+: instances 1, 2 of Map will get no records/)
  })
})
