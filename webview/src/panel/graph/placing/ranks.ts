import type { PhysicalGraph } from '../../../shared/index.ts'

/** A place in a rank: of a lane, or of a bundle that passes by on its way to a later rank. */
export interface Seat {
  readonly rank: number
  readonly lane?: number
  readonly bundle?: number
  readonly before: Seat[]
  readonly after: Seat[]
}

/**
 * Lanes in ranks: what a lane reads is in ranks before it. Within a rank they stand so that few bundles cross: each where
 * its neighbours are on average (the barycentre heuristic of Sugiyama's method).
 */
export function ranksOf({ lanes, bundles }: PhysicalGraph): readonly (readonly Seat[])[] {
  const rankOf = longestPaths(lanes.length, bundles)
  const seats = rankOf.map((rank, lane): Seat => ({ rank, lane, before: [], after: [] }))
  const ranks: Seat[][] = Array.from({ length: Math.max(0, ...rankOf) + 1 }, () => [])
  for (const seat of seats) ranks[seat.rank].push(seat)
  for (const [bundle, { from, to }] of bundles.entries()) {
    let last = seats[from]
    for (let rank = rankOf[from] + 1; rank < rankOf[to]; rank++) {
      const seat: Seat = { rank, bundle, before: [], after: [] }
      ranks[rank].push(seat)
      join(last, seat)
      last = seat
    }
    join(last, seats[to])
  }
  for (let sweep = 0; sweep < 4; sweep++) {
    for (const rank of ranks.slice(1)) sortByNeighbours(rank, ranks[rank[0].rank - 1], 'before')
    for (const rank of ranks.slice(0, -1).reverse()) sortByNeighbours(rank, ranks[rank[0].rank + 1], 'after')
  }
  return ranks
}

/** Lanes come in topological order. A source stands right before what reads it. */
function longestPaths(lanes: number, bundles: PhysicalGraph['bundles']): number[] {
  const rankOf = new Array<number>(lanes).fill(0)
  const sorted = [...bundles].sort((a, b) => a.from - b.from)
  for (const { from, to } of sorted) rankOf[to] = Math.max(rankOf[to], rankOf[from] + 1)
  const fed = new Set(bundles.map(({ to }) => to))
  const nearest = new Map<number, number>()
  for (const { from, to } of bundles) nearest.set(from, Math.min(nearest.get(from) ?? rankOf[to], rankOf[to]))
  for (const [lane, rank] of nearest) if (!fed.has(lane)) rankOf[lane] = rank - 1
  return rankOf
}

function join(before: Seat, after: Seat): void {
  before.after.push(after)
  after.before.push(before)
}

function sortByNeighbours(rank: Seat[], neighbours: readonly Seat[], side: 'before' | 'after'): void {
  const placeOf = new Map(neighbours.map((seat, place) => [seat, place]))
  const wished = new Map(
    rank.map((seat, place) => {
      const places = seat[side].map((other) => placeOf.get(other)!)
      return [seat, places.length === 0 ? place : places.reduce((sum, at) => sum + at, 0) / places.length]
    }),
  )
  rank.sort((a, b) => wished.get(a)! - wished.get(b)!)
}
