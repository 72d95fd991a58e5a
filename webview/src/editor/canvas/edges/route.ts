import type { Direction } from '../../../shared/index.ts'

/** Where an edge begins and ends, pixels at zoom 1. */
export interface Ends {
  readonly sourceX: number
  readonly sourceY: number
  readonly targetX: number
  readonly targetY: number
}

/** What of an edge's surroundings decides its way. */
export interface Lane {
  /** Several edges leave its source: they share a trunk there, and part. */
  readonly fork: boolean
  /** Several edges come to the same port: they meet before it, and share the last stretch. */
  readonly meet: boolean
  /** Its source's place in the layer: trunks of neighbours do not lie on each other. */
  readonly order: number
  /** Which one it is of edges between the same two ports. */
  readonly twin: number
}

export interface Route {
  readonly path: string
  /** The head, a closed triangle. */
  readonly arrow: string
  /** Where its mark goes: on a stretch that no other edge shares, if there is one. */
  readonly x: number
  readonly y: number
}

/** Along the flow, and across it. */
type Point = readonly [along: number, across: number]

const RADIUS = 8
const HEAD = { length: 7, half: 3.5 } as const
/** From a port to the bend behind it, and from the bend to the port in front of it. */
const STUB = { right: { out: 20, in: 24 }, down: { out: 14, in: 14 } } as const
/** Between twins. */
const TWIN = 28
/** Past a box that an edge has to go around. */
const DETOUR = 56

/** Leads an edge along the flow and at right angles to it, with rounded corners. */
export function route(ends: Ends, { fork, meet, order, twin }: Lane, direction: Direction): Route {
  const right = direction === 'right'
  const from: Point = right ? [ends.sourceX, ends.sourceY] : [ends.sourceY, ends.sourceX]
  const to: Point = right ? [ends.targetX, ends.targetY] : [ends.targetY, ends.targetX]
  const { points, mark } = way(from, to, STUB[direction], { fork, meet, order, twin })
  const [tip, side] = to
  const head: Point[] = [
    [tip - HEAD.length, side - HEAD.half],
    [tip, side],
    [tip - HEAD.length, side + HEAD.half],
  ]
  const [x, y] = right ? mark : [mark[1], mark[0]]
  // The line ends inside of the head, so that a thick one does not blunt it.
  const line = [...points.slice(0, -1), [tip - HEAD.length + 1, side] as const]
  return { path: rounded(line, right), arrow: `M${head.map((point) => pair(point, right)).join('L')}Z`, x, y }
}

function way(
  from: Point,
  to: Point,
  stub: { readonly out: number; readonly in: number },
  { fork, meet, order, twin }: Lane,
): { points: Point[]; mark: Point } {
  const [start, side] = from
  const [end, other] = to
  const gap = end - start
  if (twin > 0) {
    // A run of its own, on the source's side of the one before.
    const straight = Math.abs(side - other) < 1
    const away = other + (side < other ? -1 : 1) * TWIN * twin * (straight ? 1 : 0.5)
    const [first, last] = [start + stub.out / 2, end - stub.in / 1.5]
    const points: Point[] = [from, [first, side], [first, away], [last, away], [last, other], to]
    return { points, mark: [(first + last) / 2, away] }
  }
  if (gap < stub.out + stub.in) {
    const between = (side + other) / 2
    const away = Math.abs(side - other) > 2 * DETOUR ? between : Math.min(side, other) - DETOUR
    const [first, last] = [start + stub.out, end - stub.in]
    return {
      points: [from, [first, side], [first, away], [last, away], [last, other], to],
      mark: [start + gap / 2, away],
    }
  }
  const shift = (order % 3) * (stub.out / 5)
  const bend = fork ? start + stub.out - shift : meet ? end - stub.in - shift : start + Math.min(gap / 2, 48) - shift
  const aside = Math.min((end - HEAD.length - bend) / 2, 36)
  if (Math.abs(side - other) < 1) {
    return {
      points: [from, to],
      mark: [fork ? bend + aside : start + (meet ? bend - start : gap - HEAD.length) / 2, side],
    }
  }
  const points: Point[] = [from, [bend, side], [bend, other], to]
  if (fork && meet) return { points, mark: [bend, side + (other - side) * 0.5] }
  if (meet) return { points, mark: [start + (bend - start) / 2, side] }
  if (fork) return { points, mark: [bend + aside, other] }
  return { points, mark: [bend, (side + other) / 2] }
}

/** A line through points with rounded corners. */
function rounded(points: readonly Point[], right: boolean): string {
  const corners = points.filter((point, i) => i === 0 || distance(point, points[i - 1]) > 0.5)
  let path = `M${pair(corners[0], right)}`
  for (let i = 1; i < corners.length - 1; i++) {
    const [before, corner, after] = [corners[i - 1], corners[i], corners[i + 1]]
    const radius = Math.min(RADIUS, distance(before, corner) / 2, distance(corner, after) / 2)
    path += `L${pair(toward(corner, before, radius), right)}`
    path += `Q${pair(corner, right)} ${pair(toward(corner, after, radius), right)}`
  }
  return `${path}L${pair(corners[corners.length - 1], right)}`
}

const distance = (a: Point, b: Point) => Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1])

/** The point so far from one towards another; they differ in one coordinate. */
function toward(from: Point, to: Point, length: number): Point {
  return [from[0] + Math.sign(to[0] - from[0]) * length, from[1] + Math.sign(to[1] - from[1]) * length]
}

function pair([along, across]: Point, right: boolean): string {
  const [x, y] = right ? [along, across] : [across, along]
  return `${+x.toFixed(1)},${+y.toFixed(1)}`
}
