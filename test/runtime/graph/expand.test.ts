import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { channelId, type LogicalGraph } from '../../../runtime/src/graph/index.ts'
import { environment, pairs, physical } from './job.ts'

/** A job of one edge with a strategy. */
function edge(
  method: 'shuffle' | 'forward' | 'broadcast' | 'roundRobin' | 'rescale',
  from: number,
  to: number,
): LogicalGraph {
  const env = environment()
  env
    .fromCollection([1])
    .setParallelism(from)
    [method]()
    .map((n) => n)
    .setParallelism(to)
  return env.logicalGraph()
}

describe('channels', () => {
  it.each([
    [
      'shuffle',
      1,
      4,
      [
        [0, 0],
        [0, 1],
        [0, 2],
        [0, 3],
      ],
    ],
    [
      'forward',
      4,
      2,
      [
        [0, 0],
        [1, 1],
        [2, 0],
        [3, 1],
      ],
    ],
    [
      'broadcast',
      4,
      2,
      [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
        [2, 0],
        [2, 1],
        [3, 0],
        [3, 1],
      ],
    ],
    [
      'roundRobin',
      1,
      2,
      [
        [0, 0],
        [0, 1],
      ],
    ],
    [
      'rescale',
      2,
      6,
      [
        [0, 0],
        [0, 1],
        [0, 2],
        [1, 3],
        [1, 4],
        [1, 5],
      ],
    ],
    [
      'rescale',
      6,
      2,
      [
        [0, 0],
        [1, 0],
        [2, 0],
        [3, 1],
        [4, 1],
        [5, 1],
      ],
    ],
  ] as const)('%s %i -> %i', (method, from, to, expected) => {
    expect(pairs(edge(method, from, to), 0)).toEqual(expected)
  })

  it('an edge without a written strategy is forward where the source’s parallelism is a multiple, else round robin', () => {
    const strategy = (from: number, to: number) => {
      const env = environment()
      env
        .fromCollection([1])
        .setParallelism(from)
        .map((n) => n)
        .setParallelism(to)
      return env.logicalGraph().edges[0].strategy
    }
    expect([strategy(2, 2), strategy(4, 2), strategy(2, 4), strategy(3, 2)]).toEqual([
      'Forward',
      'Forward',
      'RoundRobin',
      'RoundRobin',
    ])
  })

  it('two round robin targets of one operator have channels of their own', () => {
    const env = environment()
    const stream = env.fromCollection([1])
    stream
      .roundRobin()
      .map((n) => n)
      .setParallelism(2)
    stream
      .roundRobin()
      .map((n) => n)
      .setParallelism(2)
    const { channels } = physical(env.logicalGraph())
    expect(channels.map(({ edgeId, from, to }) => [edgeId, from, to])).toEqual([
      [0, 0, 1],
      [0, 0, 2],
      [1, 0, 3],
      [1, 0, 4],
    ])
  })

  it('ids are made of build time, edge and tasks, and are unique within the job', () => {
    const env = environment(3)
    const a = env.fromCollection([1])
    a.shuffle()
      .union(a.shuffle())
      .shuffle()
      .map((n) => n)
    const execution = physical(env.logicalGraph())
    const ids = execution.channels.map((channel) => channelId(execution, channel))
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids[0]).toBe('cfe56800000000000000000000000003')
  })

  it('are a function of the graph: the same every time', () => {
    expect(physical(edge('shuffle', 3, 4))).toEqual(physical(edge('shuffle', 3, 4)))
  })
})

describe('tasks', () => {
  it('are counted in topological order, one for each instance', () => {
    const env = environment(2)
    const a = env.fromCollection([1])
    const b = env.fromCollection([2])
    b.map((n) => n, 'M').setParallelism(1)
    a.sink()
    const { instances } = physical(env.logicalGraph())
    expect(instances.map(({ task, operatorId, index }) => [task, operatorId, index])).toEqual([
      [0, 0, 0],
      [1, 0, 1],
      [2, 1, 0],
      [3, 1, 1],
      [4, 2, 0],
      [5, 3, 0],
      [6, 3, 1],
    ])
  })
})

describe('chains', () => {
  const names = (graph: LogicalGraph, chaining = true) =>
    physical(graph, { chaining }).chains.map(({ operators }) =>
      operators.map((id) => graph.operator(id).name).join(' + '),
    )

  it('join operators with one forward input, equal parallelism and the same slot group', () => {
    const env = environment(2)
    const words = env
      .fromCollection(['a'])
      .map((w) => [w, 1])
      .filter(() => true)
    words
      .keyBy(0)
      .sum(1)
      .inspect(() => {})
      .sink()
    words
      .shuffle()
      .map((w) => w, 'Shuffled')
      .map((w) => w, 'Narrow')
      .setParallelism(1)
    words.map((w) => w, 'Own').slotGroup('other')
    const graph = env.logicalGraph()
    expect(names(graph)).toEqual(['Source + Map + Filter + KeyBy', 'Sum + Inspect + Sink', 'Shuffled', 'Narrow', 'Own'])
    expect(names(graph, false)).toHaveLength(graph.operators.length)
  })

  it('a union heads a chain, and two edges from one producer do not chain', () => {
    const env = environment()
    const a = env.fromCollection([1])
    a.union(a).map((n) => n)
    expect(names(env.logicalGraph())).toEqual(['Source', 'Union + Map'])
  })

  it('are trees: every chained edge leads from inside to a new member', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20), fc.constantFrom('map', 'shuffle', 'keyBy', 'narrow', 'union')), {
          minLength: 1,
          maxLength: 20,
        }),
        (steps) => {
          const env = environment(2)
          const streams = [env.fromCollection([1])]
          for (const [from, step] of steps) {
            const stream = streams[from % streams.length]
            if (step === 'map') streams.push(stream.map((n) => n))
            if (step === 'shuffle') streams.push(stream.shuffle().map((n) => n))
            if (step === 'keyBy') streams.push(stream.keyBy((n) => n).reduce((n) => n))
            if (step === 'narrow') streams.push(stream.map((n) => n).setParallelism(1))
            if (step === 'union') streams.push(stream.union(streams[0]))
          }
          const graph = env.logicalGraph()
          const execution = physical(graph, { threads: 3 })
          const all = execution.chains.flatMap(({ operators }) => operators)
          expect(all.sort((a, b) => a - b)).toEqual(graph.operators.map(({ id }) => id))
          for (const { operators, edges } of execution.chains) {
            expect(edges.map((id) => graph.edge(id).target)).toEqual(operators.slice(1))
            for (const id of edges)
              expect(operators.indexOf(graph.edge(id).source)).toBeLessThan(operators.indexOf(graph.edge(id).target))
          }
          for (const { thread, chain, index, operatorId } of execution.instances) {
            const head = execution.chains[chain].operators[0]
            const headThread = execution.instances.find(
              (other) => other.operatorId === head && other.index === index,
            )!.thread
            expect([operatorId, thread]).toEqual([operatorId, headThread])
            expect(thread).toBeLessThan(execution.threads)
          }
        },
      ),
    )
  })
})

describe('placement', () => {
  it('a job at parallelism 1 uses more than one thread', () => {
    const env = environment()
    env
      .fromCollection([1])
      .shuffle()
      .map((n) => n)
    expect(physical(env.logicalGraph()).instances.map(({ thread }) => thread)).toEqual([0, 1])
  })

  it('instances joined by forward edges are on one thread', () => {
    const env = environment(4)
    env
      .fromCollection([1])
      .map((n) => n)
      .filter(() => true)
    const { instances } = physical(env.logicalGraph(), { chaining: false })
    for (const { index, thread } of instances) expect(thread).toBe(index % 2)
  })

  it('slot groups never share a thread, and there is one for each at least', () => {
    const env = environment(3)
    env
      .fromCollection([1])
      .map((n) => n)
      .slotGroup('a')
      .map((n) => n)
      .slotGroup('b')
      .map((n) => n)
      .slotGroup('c')
    for (const threads of [1, 2, 5, 8]) {
      const graph = env.logicalGraph()
      const execution = physical(graph, { threads })
      expect(execution.threads).toBe(Math.max(4, threads))
      const groups = new Map<number, Set<string>>()
      for (const { thread, operatorId } of execution.instances) {
        groups.set(thread, (groups.get(thread) ?? new Set()).add(graph.operator(operatorId).slotGroup))
      }
      expect([...groups.values()].every((group) => group.size === 1)).toBe(true)
    }
  })
})

it('a thousand operators at parallelism 10 expand to their channels', () => {
  const env = environment(10)
  let stream = env.fromCollection([1])
  for (let n = 1; n < 1000; n++) stream = n % 10 === 0 ? stream.shuffle().map((x) => x) : stream.map((x) => x)
  const execution = physical(env.logicalGraph())
  expect(execution.instances).toHaveLength(10_000)
  expect(execution.channels).toHaveLength(900 * 10 + 99 * 100)
})
