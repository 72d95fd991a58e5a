import { describe, expect, it } from 'vitest'
import { collected, runJob } from './run-job.ts'

describe.each(['shared', 'message'])('with channels of type %s', (channelType) => {
  const config = `{ threads: 2, channelType: '${channelType}' }`

  it('1,000 records through one channel between two threads arrive in order', async () => {
    const records = await collected(
      "env.fromCollection(Array.from({ length: 1000 }, (_, i) => i)).shuffle().map((n) => n).slotGroup('other').sink(collect())",
      config,
    )
    expect(records).toEqual(Array.from({ length: 1000 }, (_, i) => i))
  })

  it('an index outside 0..n-1 of a partition function fails the job with the operator and the place', async () => {
    const ran = await runJob(`
const env = new Environment(${config})
env.fromCollection([1]).partition(() => 2).map((n) => n).setParallelism(2).sink()
await (await env.execute('outside')).waitFinish()
`)
    expect(ran.code).toBe(1)
    expect(ran.stderr).toMatch(/Source.*job\.mjs:\d+:\d+/)
    expect(ran.stderr).toContain('the partition function returned 2; it must return a whole number from 0 to 1')
  })

  it('cancel ends a job whose function never returns', async () => {
    const ran = await runJob(`
const env = new Environment(${config})
env.fromCollection([1]).map((n) => { for (;;); }).sink()
const handle = await env.execute('endless')
await handle.cancel()
report((await handle.waitFinish()).state)
`)
    expect([ran.code, ran.reports]).toEqual([0, ['cancelled']])
  })
})

it('two round-robin targets of one operator do not mix their records', async () => {
  const records = await collected(
    `const numbers = env.fromCollection([0, 1, 2, 3])
     numbers.roundRobin().map((n) => ['a', n]).setParallelism(2).sink(collect())
     numbers.roundRobin().map((n) => ['b', n]).setParallelism(2).sink(collect())`,
    '{ threads: 2 }',
  )
  expect(records.map(String).sort()).toEqual(['a,0', 'a,1', 'a,2', 'a,3', 'b,0', 'b,1', 'b,2', 'b,3'])
})

describe('a failure', () => {
  const failing = `
const env = new Environment({ threads: 2 })
env.fromCollection([1, 2]).shuffle().map((n) => { if (n === 2) throw new Error('boom'); return n }).name('Late').sink()
const handle = await env.execute('failing')
`

  it('that nobody waits for is printed once, with exit code 1, and is no unhandled rejection', async () => {
    const ran = await runJob(failing)
    expect(ran.code).toBe(1)
    expect(ran.stderr.split('boom').length - 1).toBe(1)
    expect(ran.stderr).toMatch(/^Late\[0\] at .*job\.mjs:\d+:\d+: .*boom/m)
    expect(ran.stderr).not.toContain('Unhandled')
  })

  it('that somebody waits for rejects with operator, instance, place and record, and prints nothing', async () => {
    const ran = await runJob(`${failing}
const error = await handle.waitFinish().catch((error) => error)
report([isJobError(error), error.operatorName, error.instance, error.record, error.position.line > 1])
`)
    expect([ran.code, ran.stderr]).toEqual([0, ''])
    expect(ran.reports).toEqual([[true, 'Late', 0, '2', true]])
  })
})

it('a slot group has threads that no other group uses', async () => {
  const ran = await runJob(`
const env = new Environment({ threads: 2, parallelism: 2 })
env.source(generate((i) => i, { count: 4 })).map((n) => n).slotGroup('own').sink()
const { instances } = env.physicalGraph()
const threads = (id) => new Set(instances.filter((i) => i.operatorId === id).map((i) => i.thread))
const own = threads(1)
report([...threads(0)].some((thread) => own.has(thread)))
await (await env.execute('groups')).waitFinish()
`)
  expect(ran.reports[0]).toBe(false)
  expect(ran.code).toBe(0)
})

it.each([1, 2, 5])(
  'no source makes a record before every sink has been opened, at parallelism %i',
  async (parallelism) => {
    const ran = await runJob(`
const env = new Environment({ threads: 2, parallelism: ${parallelism} })
const slow = defineSink({ writer: () => {
  let opened = Infinity
  return {
    async open() { await new Promise((r) => setTimeout(r, 200)); opened = Date.now() },
    write(records) { for (const made of records) if (made < opened) throw new Error('made before open') },
  }
} })
env.source(generate(() => Date.now(), { count: 100 })).roundRobin().sink(slow)
report((await (await env.execute('open')).waitFinish()).state)
`)
    expect(ran.stderr).toBe('')
    expect(ran.reports).toEqual(['finished'])
  },
)
