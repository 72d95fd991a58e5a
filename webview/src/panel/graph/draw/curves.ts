import type { Direction, LaneBox } from '../placing/lane-box.ts'
import type { Layout, Point } from '../placing/layout.ts'

/** A smooth line that leaves and arrives along the flow. */
export function curveThrough(context: CanvasRenderingContext2D, direction: Direction, points: readonly Point[]): void {
  const [first, ...others] = points
  context.moveTo(first.x, first.y)
  let last = first
  for (const point of others) {
    curveTo(context, direction, last, point)
    last = point
  }
}

function curveTo(context: CanvasRenderingContext2D, direction: Direction, from: Point, to: Point): void {
  if (direction === 'right') {
    const middle = (from.x + to.x) / 2
    context.bezierCurveTo(middle, from.y, middle, to.y, to.x, to.y)
  } else {
    const middle = (from.y + to.y) / 2
    context.bezierCurveTo(from.x, middle, to.x, middle, to.x, to.y)
  }
}

/** Half of the width of a ribbon between the lanes. */
const WAIST = 7

/**
 * The outline of a closed bundle: as wide as the tasks at its two ends, and narrow on its way between, so that it is one
 * thing to look at and to follow.
 */
export function traceRibbon(
  context: CanvasRenderingContext2D,
  { direction }: Layout,
  way: readonly Point[],
  from: LaneBox,
  to: LaneBox,
): void {
  const points = way.length > 2 ? way : [way[0], middleOf(way[0], way[1]), way[1]]
  const side = (sign: -1 | 1): Point[] =>
    points.map((point, at) => {
      if (at === 0) return corner(from, direction, sign, 'out')
      if (at === points.length - 1) return corner(to, direction, sign, 'in')
      return direction === 'right'
        ? { x: point.x, y: point.y + sign * WAIST }
        : { x: point.x + sign * WAIST, y: point.y }
    })
  const there = side(-1)
  const back = side(1).reverse()
  curveThrough(context, direction, there)
  context.lineTo(back[0].x, back[0].y)
  for (let at = 1; at < back.length; at++) curveTo(context, direction, back[at - 1], back[at])
  context.closePath()
}

function corner({ x, y, width, height, header }: LaneBox, direction: Direction, sign: -1 | 1, side: 'in' | 'out') {
  if (direction === 'down') return { x: sign < 0 ? x + 6 : x + width - 6, y: side === 'out' ? y + height : y }
  return { x: side === 'out' ? x + width : x, y: sign < 0 ? y + header : y + height - 6 }
}

function middleOf(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }
}
