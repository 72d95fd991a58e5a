import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { physicalGraph } from '../../../extension/src/panel/graph-message.ts'
import type { StrategyName } from '../../../runtime/src/graph/index.ts'
import { Camera } from '../../../webview/src/panel/graph/camera.ts'
import { type Box, taskBox } from '../../../webview/src/panel/graph/placing/lane-box.ts'
import { layOut } from '../../../webview/src/panel/graph/placing/layout.ts'
import { thingAt } from '../../../webview/src/panel/graph/placing/pick.ts'
import { stack } from '../../../webview/src/panel/graph/placing/stack.ts'
import { type Arrow, walk } from '../../../webview/src/panel/graph/placing/walk.ts'
import type { Thing } from '../../../webview/src/panel/graph/thing.ts'
import { jobOf, type OperatorPlan } from './graph-load.ts'

const strategies: readonly StrategyName[] = ['Forward', 'Shuffle', 'ShuffleByKey', 'Rescale', 'Broadcast', 'RoundRobin']

/** Jobs of any form: each operator reads some of those before it. */
const jobs = fc
  .array(
    fc.record({
      parallelism: fc.integer({ min: 1, max: 40 }),
      reads: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...strategies)), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 9 },
  )
  .map((operators) => {
    const plan = operators.map(({ parallelism, reads }, id): OperatorPlan => {
      const from = id === 0 ? [] : reads.map(([nth, strategy]) => [nth % id, strategy] as const)
      return { name: `Operator ${id}`, parallelism, ...(from.length > 0 ? { reads: from } : {}) }
    })
    const { logical, execution } = jobOf(plan, 3)
    return physicalGraph(logical!, execution!)
  })
const directions = fc.constantFrom('right' as const, 'down' as const)

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

describe('a layout', () => {
  test('has every lane in it, and none over another', () => {
    fc.assert(
      fc.property(jobs, directions, (graph, direction) => {
        const { lanes, width, height } = layOut(graph, direction)
        for (const [index, box] of lanes.entries()) {
          expect(box.x).toBeGreaterThanOrEqual(-0.001)
          expect(box.y).toBeGreaterThanOrEqual(-0.001)
          expect(box.x + box.width).toBeLessThanOrEqual(width + 0.001)
          expect(box.y + box.height).toBeLessThanOrEqual(height + 0.001)
          for (const other of lanes.slice(index + 1)) expect(overlap(box, other)).toBe(false)
        }
      }),
    )
  })

  test('leads from left to right, or from top to bottom', () => {
    fc.assert(
      fc.property(jobs, directions, (graph, direction) => {
        const { lanes } = layOut(graph, direction)
        for (const { from, to } of graph.bundles) {
          if (direction === 'right') expect(lanes[to].x).toBeGreaterThan(lanes[from].x + lanes[from].width)
          else expect(lanes[to].y).toBeGreaterThan(lanes[from].y + lanes[from].height)
        }
      }),
    )
  })

  test('takes no bundle through a lane', () => {
    fc.assert(
      fc.property(jobs, directions, (graph, direction) => {
        const { lanes, ways } = layOut(graph, direction)
        for (const way of ways) {
          // Between its ends a way has pairs of points: straight past a rank.
          for (let at = 1; at + 1 < way.length - 1; at += 2) {
            const [a, b] = [way[at], way[at + 1]]
            const passing = { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: 1, height: 1 }
            const along = { ...passing, width: Math.abs(a.x - b.x) || 1, height: Math.abs(a.y - b.y) || 1 }
            expect(lanes.some((lane) => overlap(lane, along))).toBe(false)
          }
        }
      }),
    )
  })

  test('has each task where pointing finds it', () => {
    fc.assert(
      fc.property(jobs, directions, (graph, direction) => {
        const layout = layOut(graph, direction)
        for (const [lane, { first, parallelism }] of graph.lanes.entries()) {
          for (let index = 0; index < parallelism; index++) {
            const { x, y, width, height } = taskBox(layout.lanes[lane], index, direction)
            const middle = { x: x + width / 2, y: y + height / 2 }
            expect(thingAt(graph, layout, middle, 1)).toEqual({ kind: 'task', task: first + index })
          }
        }
      }),
    )
  })
})

test('what is stacked keeps its order and a gap, and stands where it wishes where it can', () => {
  expect(stack([{ middle: 50, size: 10 }], 5)).toEqual([50])
  const alike = stack(
    [
      { middle: 100, size: 20 },
      { middle: 100, size: 20 },
    ],
    10,
  )
  expect(alike).toEqual([85, 115])
  const wishes = fc.array(
    fc.record({ middle: fc.integer({ min: -500, max: 500 }), size: fc.integer({ min: 1, max: 90 }) }),
  )
  fc.assert(
    fc.property(wishes, (wishes) => {
      const middles = stack(wishes, 8)
      for (let at = 1; at < middles.length; at++) {
        const least = wishes[at - 1].size / 2 + 8 + wishes[at].size / 2
        expect(middles[at] - middles[at - 1]).toBeGreaterThanOrEqual(least - 1e-6)
      }
    }),
  )
})

test('arrow keys reach every lane, every task and every bundle', () => {
  fc.assert(
    fc.property(jobs, directions, (graph, direction) => {
      const layout = layOut(graph, direction)
      const reached = new Set<string>()
      const next: Thing[] = [walk(graph, layout, undefined, 'ArrowRight')!]
      const keys: readonly Arrow[] = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']
      for (let thing = next.pop(); thing; thing = next.pop()) {
        if (reached.has(JSON.stringify(thing))) continue
        reached.add(JSON.stringify(thing))
        for (const key of keys) next.push(walk(graph, layout, thing, key)!)
      }
      expect(reached.size).toBe(graph.lanes.length + graph.threadOf.length + graph.bundles.length)
    }),
  )
})

describe('the camera', () => {
  const camera = () => {
    const made = new Camera(() => {})
    made.setSize(800, 400)
    made.setGraph({ width: 2000, height: 300 })
    return made
  }

  test('shows all of the graph, and goes on to when the view gets another size', () => {
    const made = camera()
    for (const [width, height] of [
      [800, 400],
      [300, 700],
    ]) {
      made.setSize(width, height)
      const { x, y, zoom } = made.view
      expect(x).toBeLessThanOrEqual(0)
      expect(y).toBeLessThanOrEqual(0)
      expect(x + width / zoom).toBeGreaterThanOrEqual(2000)
      expect(y + height / zoom).toBeGreaterThanOrEqual(300)
    }
  })

  test('zooms about the point that is pointed at', () => {
    const made = camera()
    const at = { x: 200, y: 150 }
    const before = made.toGraph(at)
    made.zoomBy(2, at)
    expect(made.toGraph(at).x).toBeCloseTo(before.x)
    expect(made.toGraph(at).y).toBeCloseTo(before.y)
  })

  test('does not lose the graph', () => {
    const made = camera()
    made.pan(1e6, 1e6)
    expect(made.view.x).toBeLessThan(2000)
    expect(made.view.y).toBeLessThan(300)
  })

  test('moves no further than it must to show a box', () => {
    const made = camera()
    const { view } = made
    made.show({ x: 100, y: 100, width: 50, height: 50 })
    expect(made.view).toBe(view)
    made.zoomBy(4)
    made.show({ x: 1900, y: 100, width: 50, height: 50 })
    expect(made.view.x + 800 / made.view.zoom).toBeCloseTo(1950 + 16 / made.view.zoom)
  })
})
