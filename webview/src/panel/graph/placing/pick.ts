import type { PhysicalGraph } from '../../../shared/index.ts'
import type { Thing } from '../thing.ts'
import { type Box, type Direction, taskIndexAt } from './lane-box.ts'
import type { Layout, Point } from './layout.ts'

/** How near to a bundle one must point, pixels of the view. */
const NEAR = 9
/** Half of a label's size, pixels at zoom 1. */
const LABEL = { width: 60, height: 16 }

/** What is at a point of the graph. */
export function thingAt(graph: PhysicalGraph, layout: Layout, point: Point, zoom: number): Thing | undefined {
  const lane = layout.lanes.findIndex((box) => contains(box, point))
  if (lane >= 0) {
    const { first, parallelism } = graph.lanes[lane]
    const index = taskIndexAt(layout.lanes[lane], parallelism, point.x, point.y, layout.direction)
    return index === undefined ? { kind: 'lane', lane } : { kind: 'task', task: first + index }
  }
  const labelled = layout.labels.findIndex(
    ({ x, y }) => Math.abs(x - point.x) < LABEL.width && Math.abs(y - point.y) < LABEL.height,
  )
  if (labelled >= 0 && zoom >= 0.4) return { kind: 'bundle', bundle: labelled }
  let [nearest, least] = [-1, NEAR / Math.min(1, zoom)]
  for (const [bundle, way] of layout.ways.entries()) {
    const distance = distanceTo(way, layout.direction, point)
    if (distance < least) [nearest, least] = [bundle, distance]
  }
  return nearest < 0 ? undefined : { kind: 'bundle', bundle: nearest }
}

/** Distance of a point from a way, measured at points along it. */
function distanceTo(way: readonly Point[], direction: Direction, { x, y }: Point): number {
  let least = Number.POSITIVE_INFINITY
  for (let at = 1; at < way.length; at++) {
    const [a, b] = [way[at - 1], way[at]]
    for (let step = 0; step <= 24; step++) {
      const t = step / 24
      const eased = t * t * (3 - 2 * t)
      // The curve's own: even along the flow would need a root, which nobody sees.
      const along = 1.5 * t * (1 - t) * (1 - t) + 1.5 * t * t * (1 - t) + t ** 3
      const [u, v] = direction === 'right' ? [along, eased] : [eased, along]
      least = Math.min(least, Math.hypot(a.x + (b.x - a.x) * u - x, a.y + (b.y - a.y) * v - y))
    }
  }
  return least
}

function contains({ x, y, width, height }: Box, point: Point): boolean {
  return point.x >= x && point.y >= y && point.x <= x + width && point.y <= y + height
}
