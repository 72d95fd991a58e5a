import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openDeterministicRun } from '../../../runtime/src/execution/index.ts'
import {
  type DataStream,
  defineSink,
  Environment,
  generate,
  outputTag,
  session,
  tumbling,
} from '../../../runtime/src/index.ts'
import { ManualClock } from '../../../runtime/src/time/index.ts'

/** Runs a job with tasks in an order that a seed chooses, one record to a batch, one-slot channels; returns its output. */
async function run(
  build: (env: Environment) => DataStream<any>,
  seed: number,
  config: { parallelism: number; chaining: boolean },
): Promise<string[]> {
  const env = new Environment({ ...config, threads: 1 })
  const output: string[] = []
  build(env).sink(
    defineSink({
      writer: () => ({
        write(records) {
          for (const record of records) output.push(JSON.stringify(record))
        },
      }),
    }),
  )
  const run = await openDeterministicRun(env.plan('interleaved'), { clock: new ManualClock(), seed })
  await run.finish()
  await run.close()
  return output
}

const at = (i: number) => i + ((i * 7) % 5)
const timed = (env: Environment, count: number) =>
  env
    .source(generate((i) => [`k${i % 3}`, at(i)] as [string, number], { count }))
    .assignTimestamps((pair) => pair[1], { outOfOrderness: 5 })

/** What has to come out, in whatever order. */
const jobs: Record<string, (env: Environment) => DataStream<any>> = {
  'exchanges, forks and unions': (env) => {
    const numbers = env.source(generate((i) => i, { count: 40 }))
    return numbers
      .map((n) => n * 2)
      .roundRobin()
      .filter((n) => n % 3 !== 0)
      .union(
        numbers.shuffle().flatMap((n) => [n, -n]),
        numbers.broadcast().filter((n) => n % 7 === 0),
      )
  },
  'running sums': (env) =>
    timed(env, 40)
      .map((pair) => [pair[0], 1])
      .keyBy(0)
      .sum(1)
      .keyBy(0)
      .reduce((a, b) => (b[1] > a[1] ? b : a)),
  windows: (env) => timed(env, 60).keyBy(0).window(tumbling(10)).count(),
  sessions: (env) =>
    timed(env, 60)
      .filter((pair) => pair[1] % 20 < 12)
      .keyBy(0)
      .window(session(4))
      .count(),
  'an interval join': (env) => timed(env, 30).keyBy(0).intervalJoin(timed(env, 20).keyBy(0), { lower: -3, upper: 3 }),
  'a window join': (env) => timed(env, 20).windowJoin(timed(env, 20), { left: 0, right: 0, window: tumbling(8) }),
  'timers and side outputs': (env) => {
    const ticks = outputTag<[string, number]>('ticks')
    const processed = timed(env, 40)
      .keyBy(0)
      .process<[string, number], any>({
        onRecord: (_pair, { timers, timestamp }) => timers.registerEventTime(Math.ceil(timestamp! / 10) * 10),
        onTimer: (time, context) => context.output(ticks, [context.key, time]),
      })
    return processed.union(processed.sideOutput(ticks))
  },
  'asynchronous calls': (env) =>
    timed(env, 20)
      .asyncMap(async (pair) => pair, { capacity: 3, ordered: false })
      .keyBy(0)
      .window(tumbling(10))
      .count(),
}

describe('whatever the order in which tasks have their turns', () => {
  it.each(Object.keys(jobs))('%s give the same records', async (name) => {
    const expected: Record<number, string[]> = {}
    for (const parallelism of [1, 2, 3]) {
      expected[parallelism] = (await run(jobs[name], 0, { parallelism, chaining: true })).sort()
      expect(expected[parallelism].length).toBeGreaterThan(3)
    }
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.constantFrom(1, 2, 3), fc.boolean(), async (seed, parallelism, chaining) => {
        expect((await run(jobs[name], seed, { parallelism, chaining })).sort()).toEqual(expected[parallelism])
      }),
      { numRuns: name === 'asynchronous calls' ? 30 : 125 },
    )
  })

  it('the same seed gives the same run, and another one another', async () => {
    const order = (seed: number) =>
      run(
        (env) =>
          timed(env, 60)
            .roundRobin()
            .map((pair) => pair[1]),
        seed,
        { parallelism: 3, chaining: false },
      )
    expect(await order(5)).toEqual(await order(5))
    const orders = new Set<string>()
    for (const seed of [1, 2, 3, 4, 5]) orders.add((await order(seed)).join())
    expect(orders.size).toBeGreaterThan(1)
  })

  it('a failure is the same with the same seed', async () => {
    const failing = (seed: number) =>
      run(
        (env) =>
          env
            .source(generate((i) => i, { count: 60 }))
            .roundRobin()
            .map((n) => {
              if (n > 30) throw new Error(`failed at ${n}`)
              return n
            }),
        seed,
        { parallelism: 3, chaining: false },
      ).then(
        () => 'nothing',
        (error: Error) => error.message,
      )
    expect(await failing(3)).toBe(await failing(3))
    expect(await failing(3)).toMatch(/failed at \d+/)
  })
})
