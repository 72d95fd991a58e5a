import type { PhysicalGraph } from '../../../shared/index.ts'
import { type Direction, type LaneBox, laneSize } from './lane-box.ts'
import { ranksOf, type Seat } from './ranks.ts'
import { stack } from './stack.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** Where everything stands, in pixels at zoom 1; the whole begins at 0, 0. */
export interface Layout {
  readonly direction: Direction
  readonly width: number
  readonly height: number
  /** By lane. */
  readonly lanes: readonly LaneBox[]
  /** By bundle: from the side of the source lane to that of the target lane, past the lanes between. */
  readonly ways: readonly (readonly Point[])[]
  /** By bundle: the middle of its label. */
  readonly labels: readonly Point[]
  /** Between two ranks. */
  readonly rankGap: number
}

/** Between two ranks: room for the labels of bundles. */
const RANK_GAP = { right: 190, down: 170 }
const GAP = 28
/** Large graphs are seen from further away, where a title still needs its height: gaps are such a part of the whole. */
const LEAST_GAP = 0.05
/** What a bundle takes that passes a rank. */
const PASSING = 24
const LABEL_STEP = 36

/** Lanes from left to right, or from top to bottom in a narrow view. Ways of bundles run along the flow past lanes. */
export function layOut(graph: PhysicalGraph, direction: Direction): Layout {
  const sizes = graph.lanes.map((lane) => laneSize(lane, direction))
  // Along the flow is `main`, across it `cross`.
  const main = (box: LaneBox) => (direction === 'right' ? box.width : box.height)
  const cross = (seat: Seat) =>
    seat.lane === undefined ? PASSING : direction === 'right' ? sizes[seat.lane].height : sizes[seat.lane].width
  const ranks = ranksOf(graph)
  const across = ranks.map((rank) => rank.reduce((sum, seat) => sum + cross(seat), 0))
  const gap = Math.max(GAP, LEAST_GAP * Math.max(...across))
  const rankGap = Math.max(RANK_GAP[direction], gap)
  const middles = crossMiddles(ranks, cross, gap)

  const top = Math.min(...[...middles].map(([seat, middle]) => middle - cross(seat) / 2))
  const bottom = Math.max(...[...middles].map(([seat, middle]) => middle + cross(seat) / 2))
  const at = (along: number, across: number): Point =>
    direction === 'right' ? { x: along, y: across - top } : { x: across - top, y: along }

  const lanes: LaneBox[] = []
  const passed = graph.bundles.map((): Point[] => [])
  let start = 0
  for (const rank of ranks) {
    const length = Math.max(PASSING, ...rank.map(({ lane }) => (lane === undefined ? 0 : main(sizes[lane]))))
    for (const seat of rank) {
      const middle = middles.get(seat)!
      if (seat.bundle !== undefined) passed[seat.bundle].push(at(start, middle), at(start + length, middle))
      if (seat.lane === undefined) continue
      const size = sizes[seat.lane]
      const corner = at(start + (length - main(size)) / 2, middle - cross(seat) / 2)
      lanes[seat.lane] = { ...size, ...corner }
    }
    start += length + rankGap
  }
  const end = at(start - rankGap, bottom)
  const ways = graph.bundles.map(({ from, to }, bundle) => [
    port(lanes[from], direction, 'out'),
    ...passed[bundle],
    port(lanes[to], direction, 'in'),
  ])
  return { direction, width: end.x, height: end.y, lanes, ways, labels: labels(graph, ways), rankGap }
}

/** Where on a lane's side its channels meet: in the middle of its tasks. */
function port({ x, y, width, height, header }: LaneBox, direction: Direction, side: 'in' | 'out'): Point {
  if (direction === 'down') return { x: x + width / 2, y: side === 'out' ? y + height : y }
  return { x: side === 'out' ? x + width : x, y: y + (header + height) / 2 }
}

/** Ranks one after another, each as its neighbours wish: forth, back, and forth again. */
function crossMiddles(
  ranks: readonly (readonly Seat[])[],
  size: (seat: Seat) => number,
  gap: number,
): Map<Seat, number> {
  const middles = new Map<Seat, number>()
  const place = (rank: readonly Seat[], side: 'before' | 'after') => {
    const wishes = rank.map((seat) => {
      const known = seat[side].flatMap((other) => middles.get(other) ?? [])
      const own = middles.get(seat) ?? 0
      return {
        middle: known.length === 0 ? own : known.reduce((sum, at) => sum + at, 0) / known.length,
        size: size(seat),
      }
    })
    const found = stack(wishes, gap)
    for (const [at, seat] of rank.entries()) middles.set(seat, found[at])
  }
  for (const rank of ranks) place(rank, 'before')
  for (const rank of [...ranks].reverse()) place(rank, 'after')
  for (const rank of ranks) place(rank, 'before')
  return middles
}

/** In the middle of the first gap; one below the other where several bundles join the same lanes. */
function labels({ bundles }: PhysicalGraph, ways: readonly (readonly Point[])[]): Point[] {
  const between = new Map<string, number[]>()
  for (const [index, { from, to }] of bundles.entries()) {
    const name = `${from} ${to}`
    between.set(name, [...(between.get(name) ?? []), index])
  }
  return bundles.map(({ from, to }, index) => {
    const alike = between.get(`${from} ${to}`)!
    const [a, b] = ways[index]
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 + (alike.indexOf(index) - (alike.length - 1) / 2) * LABEL_STEP }
  })
}
