/** A box of a layer that is not fixed, and where across the flow it would like to begin. */
export interface Wish {
  readonly at: number
  readonly breadth: number
}

/** A stretch across the flow. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** A newcomer looks for room without moving anybody within this many boxes of its own size. */
const NEARBY = 2

/**
 * Gives each box of a layer its place across the flow.
 *
 * The order of `kept` is kept, and who has room stays where it wants to be. Nobody touches a block: who stands in one
 * goes to the nearest side with room. Newcomers take room that is near; without any they move the others aside.
 *
 * @param kept in their order
 * @param blocks where fixed boxes are, with the gap to them
 * @returns where they begin, first of `kept`, then of `newcomers`
 */
export function arrange(
  kept: readonly Wish[],
  newcomers: readonly Wish[],
  blocks: readonly Span[],
  gap: number,
): number[] {
  const rooms = roomsBetween(blocks)
  let current = 0
  for (const wish of kept) {
    const nearest = nearestRoom(rooms, wish, gap, false)
    current = Math.max(current, nearest)
    while (!rooms[current].fits(wish, gap)) current++
    rooms[current].boxes.push({ wish, at: wish.at })
  }
  for (const room of rooms) room.settle(gap)
  const byWish = [...newcomers].sort((a, b) => a.at - b.at)
  for (const wish of byWish) {
    const free = nearestFree(rooms, wish, gap)
    const room = rooms[free?.room ?? nearestRoom(rooms, wish, gap, true)]
    const at = free?.at ?? wish.at
    const place = room.boxes.findIndex((box) => box.at + box.wish.breadth / 2 > at + wish.breadth / 2)
    room.boxes.splice(place < 0 ? room.boxes.length : place, 0, { wish, at })
    room.settle(gap)
  }
  const found = new Map(rooms.flatMap(({ boxes }) => boxes.map(({ wish, at }) => [wish, at] as const)))
  return [...kept, ...newcomers].map((wish) => found.get(wish)!)
}

/** Room between two blocks, or before the first or after the last of them. */
class Room implements Span {
  readonly boxes: { readonly wish: Wish; at: number }[] = []
  readonly from: number
  readonly to: number

  constructor(from: number, to: number) {
    this.from = from
    this.to = to
  }

  fits({ breadth }: Wish, gap: number): boolean {
    const used = this.boxes.reduce((sum, box) => sum + box.wish.breadth + gap, 0)
    return used + breadth <= this.to - this.from
  }

  /** Where a box would be that has the room for itself. */
  nearest({ at, breadth }: Wish): number {
    return Math.max(this.from, Math.min(at, this.to - breadth))
  }

  /** Moves as little as it takes for the boxes to stand apart, down rather than up. */
  settle(gap: number): void {
    let free = this.from
    for (const box of this.boxes) {
      box.at = Math.max(box.at, free)
      free = box.at + box.wish.breadth + gap
    }
    let end = this.to
    for (let index = this.boxes.length - 1; index >= 0; index--) {
      const box = this.boxes[index]
      if (box.at + box.wish.breadth <= end) break
      box.at = end - box.wish.breadth
      end = box.at - gap
    }
  }
}

function roomsBetween(blocks: readonly Span[]): Room[] {
  const rooms: Room[] = []
  let from = Number.NEGATIVE_INFINITY
  for (const block of [...blocks].sort((a, b) => a.from - b.from)) {
    if (block.from > from) rooms.push(new Room(from, block.from))
    from = Math.max(from, block.to)
  }
  rooms.push(new Room(from, Number.POSITIVE_INFINITY))
  return rooms
}

function nearestRoom(rooms: readonly Room[], wish: Wish, gap: number, besideOthers: boolean): number {
  let best = rooms.length - 1
  let distance = Number.POSITIVE_INFINITY
  for (const [index, room] of rooms.entries()) {
    if (besideOthers ? !room.fits(wish, gap) : room.to - room.from < wish.breadth) continue
    const away = Math.abs(room.nearest(wish) - wish.at)
    if (away >= distance) continue
    best = index
    distance = away
  }
  return best
}

/** The nearest place where a box moves nobody; the lower one of two. */
function nearestFree(rooms: readonly Room[], wish: Wish, gap: number): { room: number; at: number } | undefined {
  let best: { room: number; at: number } | undefined
  let distance = NEARBY * (wish.breadth + gap)
  for (const [index, { boxes, from, to }] of rooms.entries()) {
    for (let before = 0; before <= boxes.length; before++) {
      const above = boxes[before - 1]
      const below = boxes[before]
      const hole = new Room(above ? above.at + above.wish.breadth + gap : from, below ? below.at - gap : to)
      if (hole.to - hole.from < wish.breadth) continue
      const at = hole.nearest(wish)
      if (Math.abs(at - wish.at) > distance) continue
      best = { room: index, at }
      distance = Math.abs(at - wish.at)
    }
  }
  return best
}
