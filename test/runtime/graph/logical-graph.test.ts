import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstDifference, LogicalGraph, type Operator, structuralHash } from '../../../runtime/src/graph/index.ts'
import { edges, environment } from './job.ts'

const operator = (id: number): Operator => ({
  id,
  kind: 'map',
  name: `op${id}`,
  parallelism: 1,
  parallelismOrigin: 'default',
  slotGroup: 'default',
  onError: 'fail',
})

function graphOf(count: number, links: readonly (readonly [number, number])[]): LogicalGraph {
  const graph = new LogicalGraph()
  for (let id = 0; id < count; id++) graph.addOperator(operator(id))
  for (const [source, target] of links) {
    graph.addEdge({ source, target, output: 'main', port: 0, strategy: 'Forward', written: true })
  }
  return graph
}

describe('building', () => {
  it('an Environment at parallelism 2 makes every operator 2, and setParallelism overrides it', () => {
    const env = environment(2)
    env
      .fromCollection([1])
      .map((n) => n)
      .setParallelism(3)
      .filter(() => true)
    expect(env.logicalGraph().operators.map(({ parallelism }) => parallelism)).toEqual([2, 3, 2])
  })

  it('of several partition calls in a row the last wins on each edge', () => {
    const env = environment()
    env
      .fromCollection([1])
      .shuffle()
      .rescale()
      .broadcast()
      .map((n) => n)
      .broadcast()
      .shuffle()
      .map((n) => n, 'Second')
    expect(edges(env.logicalGraph())).toEqual(['Source -> Map Broadcast', 'Map -> Second Shuffle'])
    expect(env.logicalGraph().edges[0].overridden).toEqual(['Shuffle', 'Rescale'])
  })

  it('a fork keeps both branches, each with its own strategy', () => {
    const env = environment()
    const stream = env.fromCollection([[1, 2, 3]]).map((row) => [row[0], row[1], row[2]])
    stream.shuffle().keyBy(0, 'KeyBy0').sum(1)
    stream.keyBy(1, 'KeyBy1').sum(2)
    expect(edges(env.logicalGraph())).toEqual([
      'Source -> Map Forward',
      'Map -> KeyBy0 Shuffle',
      'KeyBy0 -> Sum ShuffleByKey',
      'Map -> KeyBy1 Forward',
      'KeyBy1 -> Sum ShuffleByKey',
    ])
  })

  it('an unpartitioned stream that is forked twice loses no branch', () => {
    const env = environment()
    const stream = env.fromCollection([1])
    for (let branch = 0; branch < 3; branch++) stream.map((n) => n)
    expect(
      env
        .logicalGraph()
        .outEdges(0)
        .map(({ target }) => target),
    ).toEqual([1, 2, 3])
  })

  it('printing the graph early changes nothing for operators added later', () => {
    const env = environment()
    const stream = env.fromCollection([1]).shuffle()
    env.logicalGraph()
    env.physicalGraph()
    stream
      .map((n) => n)
      .keyBy((n) => n)
      .reduce((a) => a)
    expect(edges(env.logicalGraph())).toEqual([
      'Source -> Map Shuffle',
      'Map -> KeyBy Forward',
      'KeyBy -> Reduce ShuffleByKey',
    ])
  })

  it('ids begin anew in every Environment', () => {
    environment()
      .fromCollection([1])
      .map((n) => n)
    const env = environment()
    env.fromCollection([1]).map((n) => n)
    expect(env.logicalGraph().operators.map(({ id }) => id)).toEqual([0, 1])
  })

  it('a.union(a) is two edges between the same operators', () => {
    const env = environment()
    const a = env.fromCollection([1])
    a.union(a)
    expect(env.logicalGraph().edges.map(({ source, target, ordinal }) => [source, target, ordinal])).toEqual([
      [0, 1, 0],
      [0, 1, 1],
    ])
  })

  it('operators have the names of their methods, and users’', () => {
    const env = environment()
    const pairs = env
      .readTextFile('x')
      .map((l) => [l, 1])
      .filter(() => true)
      .flatMap((p) => [p])
    pairs
      .keyBy(0)
      .sum(1)
      .inspect(() => {})
      .sink()
    pairs
      .keyBy(0)
      .reduce((a) => a)
      .name('Last')
    expect(env.logicalGraph().operators.map(({ name }) => name)).toEqual([
      'Read Text File',
      'Map',
      'Filter',
      'FlatMap',
      'KeyBy',
      'Sum',
      'Inspect',
      'Sink',
      'KeyBy',
      'Last',
    ])
  })

  it('every operator knows the line that made it', () => {
    const env = environment()
    env.fromCollection([1]).map((n) => n)
    const [source, map] = env.logicalGraph().operators
    expect(source.position?.file).toMatch(/logical-graph\.test\.ts$/)
    expect(map.position?.line).toBe(source.position?.line)
    expect(map.position!.column).toBeGreaterThan(source.position!.column)
  })
})

describe('order', () => {
  it('is topological, ties by id, whatever order edges lead', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 12 }),
        fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 30 }),
        fc.func(fc.integer()),
        (count, raw, rank) => {
          const ranks = Array.from({ length: count }, (_, id) => [rank(id), id] as const)
          const before = (a: number, b: number) => ranks[a][0] < ranks[b][0] || (ranks[a][0] === ranks[b][0] && a < b)
          const links = raw
            .map(([a, b]) => [a % count, b % count] as const)
            .filter(([a, b]) => a !== b)
            .map(([a, b]) => (before(a, b) ? [a, b] : [b, a]) as [number, number])
          const graph = graphOf(count, links)
          const order = graph.topologicalOrder()
          const expected: number[] = []
          while (expected.length < count) {
            for (let id = 0; id < count; id++) {
              if (expected.includes(id)) continue
              if (links.every(([a, b]) => b !== id || expected.includes(a))) {
                expected.push(id)
                break
              }
            }
          }
          expect(order).toEqual(expected)
          expect(graph.cycle()).toBeUndefined()
        },
      ),
    )
  })

  it('a cycle is named, and there is no order', () => {
    const graph = graphOf(4, [
      [0, 1],
      [1, 2],
      [2, 3],
      [3, 1],
    ])
    expect(graph.cycle()).toEqual([1, 2, 3])
    expect(() => graph.topologicalOrder()).toThrow('cycle')
  })
})

describe('as data', () => {
  it('a graph comes back from JSON as it was', () => {
    const env = environment(2)
    env
      .fromCollection([1])
      .shuffle()
      .map((n) => n)
      .uid('m')
      .sink()
    const graph = env.logicalGraph()
    expect(LogicalGraph.fromJSON(JSON.parse(JSON.stringify(graph))).toJSON()).toEqual(JSON.parse(JSON.stringify(graph)))
  })

  it('the structural hash sees operators and edges, and not positions', () => {
    const build = (change: (graph: LogicalGraph) => void) => {
      const graph = graphOf(3, [
        [0, 1],
        [1, 2],
      ])
      change(graph)
      return graph
    }
    const plain = build(() => {})
    expect(structuralHash(build((g) => g.updateOperator(1, { position: { file: 'x', line: 1, column: 1 } })))).toBe(
      structuralHash(plain),
    )
    const renamed = build((g) => g.updateOperator(1, { name: 'Late' }))
    expect(structuralHash(renamed)).not.toBe(structuralHash(plain))
    expect(firstDifference(plain, renamed)).toBe('the name of operator 1 (op1) is "op1" in one and "Late" in another')
    expect(
      firstDifference(
        plain,
        build((g) => g.updateEdge(1, { strategy: 'Shuffle' })),
      ),
    ).toBe('the edge from op1 to op2 differs')
    expect(
      firstDifference(
        plain,
        build((g) => g.addOperator(operator(3))),
      ),
    ).toBe('operator 3 (op3) exists in only one of them')
    expect(
      firstDifference(
        plain,
        build(() => {}),
      ),
    ).toBeUndefined()
  })
})
