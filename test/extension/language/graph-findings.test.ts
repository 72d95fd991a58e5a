import { describe, expect, test } from 'vitest'
import { Environment } from '../../../runtime/src/index.ts'
import { findings, fixed, job } from './open-job.ts'

describe('what validation says of the graph stands at the text that it is about', () => {
  test('idle instances, at the parallelism, with another strategy as the fix', () => {
    const text = job('env.fromCollection([1, 2]).forward().map((n) => n).setParallelism(4).sink(print())')
    expect(findings(text)).toMatchInlineSnapshot(
      `"warning idle-instances at 'setParallelism(4)': instances 1, 2, 3 of Map will get no records: forward() sends instance i of Source (parallelism 1) to instance i; use roundRobin() or rescale(), or the same parallelism"`,
    )
    expect(fixed(text, 'idle-instances')).toContain('.roundRobin().map(')
    expect(fixed(text, 'idle-instances', 1)).toContain('.rescale().map(')
  })

  test('a uid given twice, with one of its own as the fix', () => {
    const text = job(`env.fromCollection([1]).uid('one').map((n) => n).uid('one').sink(print())`)
    expect(findings(text)).toMatchInlineSnapshot(
      `"error duplicate-uid at 'uid('one')': Map and Source have the same uid 'one'; savepoints find operators by uid: give each its own"`,
    )
    expect(findings(fixed(text, 'duplicate-uid'))).toBe('')
  })

  test('an operator without input, and a window without timestamps', () => {
    const text = `import { Environment, print, tumbling } from 'millrace'
const env = new Environment()
env.unconnected<number>().map((n) => n, 'Late').sink(print())
env.fromCollection([1]).keyBy((n) => n).window(tumbling(10)).count().sink(print())
await env.execute()`
    expect(findings(text)).toMatchInlineSnapshot(`
      "error unconnected at 'map': Late has no input; replace env.unconnected() by a stream
      error no-timestamps at 'count': Window works on event time, but the records from KeyBy have no timestamps; put assignTimestamps(..) before it, or use timeWindow(..), which works on processing time"
    `)
  })

  test('each partition call that another one overrides, with its removal as the fix', () => {
    const text = job('env.fromCollection([1])\n  .shuffle() // in vain\n  .broadcast()\n  .sink(print())')
    expect(findings(text)).toMatchInlineSnapshot(
      `"hint overridden-strategy at 'shuffle()': Shuffle between Source and Print has no effect: the last partition call, Broadcast, wins; remove the earlier call"`,
    )
    expect(fixed(text, 'overridden-strategy')).toBe(
      job('env.fromCollection([1]) // in vain\n  .broadcast()\n  .sink(print())'),
    )
  })

  test('a branch that nobody reads, with a look at its records as the fix', () => {
    const text = job('const seen = env\n  .fromCollection([1])\n  .map((n) => n)\n  .name("Seen")')
    expect(findings(text)).toMatchInlineSnapshot(
      `"hint open-end at 'map': nobody reads what Seen emits; end the branch in sink(..) or inspect(..)"`,
    )
    expect(fixed(text, 'open-end')).toContain('.name("Seen")\n  .inspect((record) => console.log(record))\n')
  })

  test('more instances than there can be', () => {
    const text = job('env.fromCollection([1])\n  .setParallelism(40_000)\n  .sink(print())')
    expect(findings(text)).toMatchInlineSnapshot(
      `"error max-parallelism at 'setParallelism(40_000)': the parallelism of Source is 40000, above the job's maxParallelism 32768; raise maxParallelism (savepoints taken with the old value cannot be restored then)"`,
    )
    expect(findings(fixed(text, 'max-parallelism'))).toBe('')
  })

  test('more instances than the job allows, wherever the text says how many that are', () => {
    const text = `import { Environment, print } from 'millrace'
const settings = { maxParallelism: 4 }
const env = new Environment({ ...settings, parallelism: 2 })
env.fromCollection([1]).map((n) => n).setParallelism(8).sink(print())
await env.execute()`
    expect(findings(text)).toMatchInlineSnapshot(
      `"error max-parallelism at 'setParallelism(8)': the parallelism of Map is 8, above the job's maxParallelism 4; raise maxParallelism (savepoints taken with the old value cannot be restored then)"`,
    )
    expect(findings(text.replace('4', '8'))).toBe('')
    expect(findings(text.replace('4', 'process.argv.length'))).toBe('')
    expect(findings(text.replace('4', '0.5')).split('\n')[0]).toMatchInlineSnapshot(
      `"error max-parallelism at 'new Environment({ ...settings, parallelism: 2 })': maxParallelism is 0.5; it must be a whole number from 1 to 32768"`,
    )
  })

  test('an Environment whose parallelism comes too late, as running the job says it', () => {
    const text = job('const one = env.fromCollection([1])\nenv.setParallelism(3)\none.map((n) => n).sink(print())')
    const found = findings(text)
    expect(found).toMatchInlineSnapshot(
      `"hint late-parallelism at 'setParallelism(3)': env.setParallelism(3) does not change the operator made before it; call it before the operators, or use setParallelism on their streams"`,
    )
    const env = new Environment()
    env.fromCollection([1])
    env.setParallelism(3)
    expect(found).toContain(env.logicalGraph().hints[0].message)
    expect(findings(text.replace('(3)', '(1)'))).toBe('')
    expect(findings(text.replace('env.setParallelism(3)', 'one.setParallelism(2)\nenv.setParallelism(3)'))).toBe('')
  })

  test('a job without operators, at its Environment', () => {
    expect(findings(job(''))).toMatchInlineSnapshot(
      `"error empty-job at 'new Environment()': the job has no operators; begin with env.source(..)"`,
    )
  })
})

describe('what the text does not tell is not held against it', () => {
  test('numbers of instances that are expressions', () => {
    expect(findings(job('env.fromCollection([1]).forward().map((n) => n).setParallelism(4 * 2).sink(print())'))).toBe(
      '',
    )
  })

  test('how many operators an Environment comes too late for', () => {
    const rest = 'env.setParallelism(3)\nenv.fromCollection([1]).sink(print())'
    expect(findings(job(`env.fromCollection([1]).setParallelism(4 * 2).sink(print())\n${rest}`))).toBe('')
    const loop = 'for (let i = 0; i < 3; i++) env.fromCollection([i]).sink(print())'
    expect(findings(job(`${loop}\n${rest}`))).toBe('')
  })

  test('sources of other modules may give timestamps', () => {
    const text = `import { Environment, print, tumbling } from 'millrace'
import { flights } from './flights.ts'
const env = new Environment()
env.source(flights()).keyBy((n) => n).window(tumbling(10)).count().sink(print())
await env.execute()`
    expect(findings(text)).toBe('')
  })

  test('parts that are built by a loop are read by nobody as far as the text tells', () => {
    const text = job(
      'let numbers = env.fromCollection([1])\nfor (let i = 0; i < 3; i++) numbers = numbers.map((n) => n)',
    )
    expect(findings(text)).toBe('')
  })

  test('a helper that is called twice is spoken of once', () => {
    const text = job(
      'const odd = (s) => s.forward().filter((n) => n % 2).setParallelism(2)\nodd(env.fromCollection([1])).sink()\nodd(env.fromCollection([2])).sink()',
    )
    expect(findings(text).split('\n').length).toBe(1)
  })

  test('a text that is broken, and one that is no job', () => {
    expect(findings(job('env.fromCollection([1]).map((n) =>'))).toBe('')
    expect(findings(`import { Environment } from './elsewhere.ts'\nnew Environment().fromCollection([1])`)).toBe('')
  })
})
