import { describe, expect, it } from 'vitest'
import { isJobError, type JobError } from '../../../runtime/src/failure/index.ts'
import { LogicalGraph, requireValid, validate } from '../../../runtime/src/graph/index.ts'
import { Environment } from '../../../runtime/src/index.ts'
import { environment } from './job.ts'

const problems = (env: Environment) =>
  validate(env.logicalGraph()).map(({ severity, message }) => `${severity}: ${message}`)

describe('a job is refused before anything starts, with the operator and the place', () => {
  it('an empty job', () => {
    expect(problems(environment())).toEqual(['error: the job has no operators'])
  })

  it('no source', () => {
    const graph = new LogicalGraph()
    graph.addOperator({
      id: 0,
      kind: 'map',
      name: 'Map',
      parallelism: 1,
      parallelismOrigin: 'default',
      slotGroup: 'default',
      onError: 'fail',
    })
    expect(validate(graph)[0]).toMatchObject({ severity: 'error', message: 'the job has no source' })
  })

  it('a cycle', () => {
    const graph = new LogicalGraph()
    for (const [id, name] of ['Source', 'Parse', 'Retry'].entries()) {
      graph.addOperator({
        id,
        kind: id === 0 ? 'source' : 'map',
        name,
        parallelism: 1,
        parallelismOrigin: 'default',
        slotGroup: 'default',
        onError: 'fail',
      })
    }
    for (const [source, target] of [
      [0, 1],
      [1, 2],
      [2, 1],
    ]) {
      graph.addEdge({ source, target, output: 'main', port: 0, strategy: 'Forward', written: true })
    }
    expect(validate(graph)[0].message).toBe('the job runs in a circle: Parse -> Retry -> Parse')
  })

  it('a join of sides that are partitioned differently', () => {
    const graph = new LogicalGraph()
    for (const [id, kind] of (['source', 'keyBy', 'map', 'intervalJoin'] as const).entries()) {
      graph.addOperator({
        ...{
          id,
          kind,
          name: kind,
          parallelism: 2,
          parallelismOrigin: 'default',
          slotGroup: 'default',
          onError: 'fail',
        },
      })
    }
    const edges = [
      [0, 1, 0, 'Forward'],
      [0, 2, 0, 'Forward'],
      [1, 3, 0, 'ShuffleByKey'],
      [2, 3, 1, 'RoundRobin'],
    ] as const
    for (const [source, target, port, strategy] of edges) {
      graph.addEdge({ source, target, output: 'main', port, strategy, written: false })
    }
    expect(validate(graph)[0]).toMatchObject({
      severity: 'error',
      code: 'join-partitioning',
      message: 'intervalJoin needs both inputs by key, but map reaches it by RoundRobin',
    })
  })

  it('an operator without input', () => {
    const env = environment()
    env
      .unconnected<number>()
      .map((n) => n)
      .name('Late')
      .sink()
    const [problem] = validate(env.logicalGraph())
    expect(problem).toMatchObject({ severity: 'error', message: 'Late has no input', operatorName: 'Late' })
    expect(problem.position?.file).toMatch(/validate\.test\.ts$/)
  })

  it('two operators with one uid', () => {
    const env = environment()
    env
      .fromCollection([1])
      .map((n) => n, 'A')
      .uid('same')
      .map((n) => n, 'B')
      .uid('same')
      .sink()
    expect(problems(env)[0]).toMatch(/^error: B and A \(.*validate\.test\.ts:\d+:\d+\) have the same uid 'same'$/)
  })

  it('parallelism above maxParallelism', () => {
    const env = new Environment({ maxParallelism: 4, threads: 2 })
    env
      .fromCollection([1])
      .map((n) => n)
      .setParallelism(5)
      .sink()
    expect(problems(env)[0]).toBe("error: the parallelism of Map is 5, above the job's maxParallelism 4")
  })

  it('the first error is thrown, the others are its details', () => {
    const env = environment()
    env
      .unconnected<number>()
      .map((n) => n, 'A')
      .sink()
    env
      .unconnected<number>()
      .map((n) => n, 'B')
      .sink()
    const error = thrown(() => requireValid(env.logicalGraph()))
    expect(error.data).toMatchObject({ reason: 'invalid-job', operatorName: 'A', message: 'A has no input' })
    expect(error.data.details).toHaveLength(1)
    expect(error.message).toContain('B has no input')
  })

  it('execute rejects, and starts nothing', async () => {
    await expect(environment().execute('empty')).rejects.toThrow('the job has no operators')
  })
})

describe('what is likely not meant', () => {
  it('forward with more instances behind than before: the idle ones are named', () => {
    const env = environment()
    env
      .fromCollection([1])
      .setParallelism(2)
      .forward()
      .map((n) => n)
      .setParallelism(4)
      .sink()
    expect(problems(env)[0]).toBe(
      'warning: instances 2, 3 of Map will get no records: forward() sends instance i of Source (parallelism 2) to instance i',
    )
  })

  it('a partition call that a later one overrides', () => {
    const env = environment()
    env
      .fromCollection([1])
      .shuffle()
      .broadcast()
      .map((n) => n)
      .sink()
    expect(problems(env)).toEqual([
      'hint: Shuffle between Source and Map has no effect: the last partition call, Broadcast, wins',
    ])
  })

  it('a partition call whose stream nobody uses', () => {
    const env = environment()
    const stream = env.fromCollection([1])
    stream.partition(() => 0)
    stream.sink()
    expect(problems(env)).toEqual(['hint: Custom after Source has no effect: nobody reads the stream it returns'])
  })

  it('a branch that ends in neither sink nor inspect', () => {
    const env = environment()
    const stream = env.fromCollection([1])
    stream.map((n) => n, 'Dead end')
    stream.inspect(() => {})
    expect(problems(env)).toEqual(['hint: nobody reads what Dead end emits'])
  })

  it('env.setParallelism after operators were made', () => {
    const env = environment()
    const stream = env.fromCollection([1])
    env.setParallelism(2)
    stream.map((n) => n).sink()
    expect(problems(env)).toEqual(['hint: env.setParallelism(2) does not change the operator made before it'])
    expect(env.logicalGraph().operators.map(({ parallelism }) => parallelism)).toEqual([1, 2, 2])
  })
})

describe('misuse is refused where it is written', () => {
  it.each([
    [
      'setParallelism(0)',
      (env: Environment) => env.fromCollection([1]).setParallelism(0),
      'the parallelism of Source must be a whole number, at least 1, but is 0',
    ],
    [
      'setParallelism(1.5)',
      (env: Environment) => env.setParallelism(1.5),
      'the parallelism of the Environment must be a whole number',
    ],
    [
      'two instances of an iterator',
      (env: Environment) => env.source([1, 2]).setParallelism(2),
      'cannot have 2 instances: an iterable has one reader',
    ],
    [
      'map without a function',
      (env: Environment) => env.fromCollection([1]).map(5 as never),
      'map(..) takes a function, but got number',
    ],
    [
      'partition without a function',
      (env: Environment) => env.fromCollection([1]).partition(undefined as never),
      'partition(..) takes a function',
    ],
    [
      'an empty name',
      (env: Environment) => env.fromCollection([1]).name(' '),
      'name(..) takes a text that is not empty',
    ],
    [
      'a union with something else',
      (env: Environment) => env.fromCollection([1]).union([2] as never),
      'union(..) takes streams',
    ],
    [
      'a union with another Environment',
      (env: Environment) => env.fromCollection([1]).union(environment().fromCollection([2])),
      'streams of the same Environment',
    ],
  ])('%s', (_name, misuse, message) => {
    const error = thrown(() => misuse(environment()))
    expect(error.message).toContain(message)
    expect(error.data.position?.file).toMatch(/validate\.test\.ts$/)
  })

  it('a second execute', async () => {
    const env = environment()
    await expect(env.execute('one')).rejects.toThrow()
    await expect(env.execute('two')).rejects.toThrow('this Environment has been executed already')
  })
})

function thrown(attempt: () => unknown): JobError {
  try {
    attempt()
  } catch (error) {
    if (isJobError(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
