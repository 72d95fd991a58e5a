import fc from 'fast-check'
import { expect, test } from 'vitest'
import { physicalGraph } from '../../../extension/src/panel/graph-message.ts'
import type { StrategyName } from '../../../runtime/src/graph/index.ts'
import { expanded, line } from './graphs.ts'

test('a lane is a chain, a bundle an edge between two; every task has its thread', () => {
  const graph = line(
    [
      ['Lines', 1],
      ['Words', 2],
      ['Count', 2],
      ['Print', 2],
    ],
    ['RoundRobin', 'ShuffleByKey', 'Forward'],
  )
  expect(physicalGraph(graph, expanded(graph))).toMatchInlineSnapshot(`
    {
      "bundles": [
        {
          "channels": 2,
          "edgeId": 0,
          "from": 0,
          "pairs": "all",
          "source": 0,
          "strategy": "RoundRobin",
          "target": 1,
          "to": 1,
        },
        {
          "channels": 4,
          "edgeId": 1,
          "from": 1,
          "pairs": "all",
          "source": 1,
          "strategy": "ShuffleByKey",
          "target": 2,
          "to": 2,
        },
      ],
      "lanes": [
        {
          "first": 0,
          "firstInstance": 0,
          "operators": [
            0,
          ],
          "parallelism": 1,
        },
        {
          "first": 1,
          "firstInstance": 1,
          "operators": [
            1,
          ],
          "parallelism": 2,
        },
        {
          "first": 3,
          "firstInstance": 3,
          "operators": [
            2,
            3,
          ],
          "parallelism": 2,
        },
      ],
      "operators": [
        {
          "kind": "source",
          "name": "Lines",
        },
        {
          "kind": "map",
          "name": "Words",
        },
        {
          "kind": "map",
          "name": "Count",
        },
        {
          "kind": "sink",
          "name": "Print",
        },
      ],
      "threadOf": [
        0,
        1,
        0,
        1,
        0,
      ],
      "threads": 2,
    }
  `)
})

test('of an edge inside a chain there is no bundle', () => {
  const graph = line(
    [
      ['Numbers', 3],
      ['Double', 3],
      ['Print', 3],
    ],
    ['Forward', 'Forward'],
  )
  const { lanes, bundles } = physicalGraph(graph, expanded(graph))
  expect(bundles).toEqual([])
  expect(lanes.map(({ operators }) => operators)).toEqual([[0, 1, 2]])
})

const strategies: readonly StrategyName[] = ['Forward', 'Shuffle', 'Rescale', 'Broadcast', 'RoundRobin', 'Custom']

test('rules and lists of pairs give the channels that are between lanes, each once', () => {
  const parallelism = fc.integer({ min: 1, max: 6 })
  const job = fc.record({
    sizes: fc.array(parallelism, { minLength: 2, maxLength: 5 }),
    chosen: fc.array(fc.constantFrom(...strategies), { minLength: 4, maxLength: 4 }),
    threads: fc.integer({ min: 1, max: 4 }),
    chaining: fc.boolean(),
  })
  fc.assert(
    fc.property(job, ({ sizes, chosen, threads, chaining }) => {
      const logical = line(
        sizes.map((size, id) => [`O${id}`, size] as const),
        chosen.slice(0, sizes.length - 1),
      )
      const execution = expanded(logical, threads, chaining)
      const { lanes, bundles, threadOf } = physicalGraph(logical, execution)
      const told = bundles.flatMap(({ edgeId, from, to, pairs }) => {
        const [sources, targets] = [lanes[from].parallelism, lanes[to].parallelism]
        const all = [...Array(sources).keys()].flatMap((i) => [...Array(targets).keys()].map((j) => [i, j]))
        if (pairs === 'all') return all.map(([i, j]) => `${edgeId} ${i} ${j}`)
        if (pairs === 'same') return all.filter(([i, j]) => i === j).map(([i, j]) => `${edgeId} ${i} ${j}`)
        return all.slice(0, pairs.length / 2).map((_, at) => `${edgeId} ${pairs[2 * at]} ${pairs[2 * at + 1]}`)
      })
      const { instances } = execution
      const real = execution.channels
        .filter(({ chained }) => !chained)
        .map(({ edgeId, from, to }) => `${edgeId} ${instances[from].index} ${instances[to].index}`)
      expect(told.sort()).toEqual(real.sort())
      for (const { operatorId, index, thread } of instances) {
        const lane = lanes.find(({ operators }) => operators.includes(operatorId))!
        expect(threadOf[lane.first + index]).toBe(thread)
      }
    }),
  )
})
