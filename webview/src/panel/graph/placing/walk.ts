import type { PhysicalGraph } from '../../../shared/index.ts'
import { laneOf } from '../reading.ts'
import type { Thing } from '../thing.ts'
import { type Box, taskBox } from './lane-box.ts'
import type { Layout } from './layout.ts'

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown'

/**
 * Where an arrow key leads. Along the flow it goes from a lane to its bundles and on to the lanes behind them; across it,
 * through the tasks of a lane (its title comes first), or from a bundle to the next of the same lane.
 */
export function walk(graph: PhysicalGraph, layout: Layout, from: Thing | undefined, key: Arrow): Thing | undefined {
  if (from === undefined) return graph.lanes.length > 0 ? { kind: 'lane', lane: 0 } : undefined
  const right = layout.direction === 'right'
  if (key === (right ? 'ArrowRight' : 'ArrowDown')) return along(graph, layout, from, 1)
  if (key === (right ? 'ArrowLeft' : 'ArrowUp')) return along(graph, layout, from, -1)
  return across(graph, from, key === 'ArrowDown' || key === 'ArrowRight' ? 1 : -1)
}

function along(graph: PhysicalGraph, layout: Layout, from: Thing, step: 1 | -1): Thing {
  const { bundles, lanes } = graph
  if (from.kind === 'bundle') return { kind: 'lane', lane: bundles[from.bundle][step > 0 ? 'to' : 'from'] }
  const lane = from.kind === 'lane' ? from.lane : laneOf(graph, from.task)
  if (from.kind === 'task') {
    // Inside of a block of tasks to the next column first.
    const { rows, columns } = layout.lanes[lane]
    const index = from.task - lanes[lane].first + step * (layout.direction === 'right' ? rows : columns)
    if (index >= 0 && index < lanes[lane].parallelism) return { kind: 'task', task: lanes[lane].first + index }
  }
  const bundle = bundles.findIndex((bundle) => bundle[step > 0 ? 'from' : 'to'] === lane)
  return bundle < 0 ? from : { kind: 'bundle', bundle }
}

function across({ lanes, bundles, ...graph }: PhysicalGraph, from: Thing, step: 1 | -1): Thing {
  if (from.kind === 'bundle') {
    const { from: source, to: target } = bundles[from.bundle]
    const alike = [...bundles.keys()].filter((at) => bundles[at].from === source || bundles[at].to === target)
    const bundle = alike[alike.indexOf(from.bundle) + step]
    return bundle === undefined ? from : { kind: 'bundle', bundle }
  }
  if (from.kind === 'lane') {
    if (step > 0) return { kind: 'task', task: lanes[from.lane].first }
    return from.lane > 0 ? { kind: 'lane', lane: from.lane - 1 } : from
  }
  const lane = laneOf({ lanes, bundles, ...graph }, from.task)
  const index = from.task - lanes[lane].first + step
  if (index < 0) return { kind: 'lane', lane }
  if (index < lanes[lane].parallelism) return { kind: 'task', task: from.task + step }
  return lane + 1 < lanes.length ? { kind: 'lane', lane: lane + 1 } : from
}

/** What must be in view for a thing to be seen. */
export function boxOf(graph: PhysicalGraph, layout: Layout, thing: Thing): Box {
  if (thing.kind === 'bundle') {
    const { x, y } = layout.labels[thing.bundle]
    return { x: x - 70, y: y - 20, width: 140, height: 40 }
  }
  if (thing.kind === 'task') {
    const lane = laneOf(graph, thing.task)
    return taskBox(layout.lanes[lane], thing.task - graph.lanes[lane].first, layout.direction)
  }
  const { x, y, width, header } = layout.lanes[thing.lane]
  return { x, y, width, height: header }
}
