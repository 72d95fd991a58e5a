import { type Hole, holesIn, nearestRoom, type Room, roomsBetween, type Span, type Wish } from './rooms.ts'

/** A box that was in the layer before. */
export interface Kept extends Wish {
  /** Ends of the fixed boxes of the layer before and after which it was: it goes on being between them. */
  readonly between: Span
}

/** A box that comes into the layer. */
export interface Newcomer extends Wish {
  /** Those that come from one layer go on in the order in which they are given. */
  readonly group: number | undefined
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
  kept: readonly Kept[],
  newcomers: readonly Newcomer[],
  blocks: readonly Span[],
  gap: number,
): number[] {
  const rooms = roomsBetween(blocks, gap)
  for (let start = 0; start < kept.length; ) {
    const { from, to } = kept[start].between
    let end = start
    while (end < kept.length && kept[end].between.from === from && kept[end].between.to === to) end++
    assign(rooms, kept.slice(start, end), kept[start].between)
    start = end
  }
  for (const room of rooms) room.settle()

  const lastOf = new Map<number, Wish>()
  for (const newcomer of newcomers) {
    const last = newcomer.group === undefined ? undefined : lastOf.get(newcomer.group)
    const { room, place, at } = nearestFree(rooms, newcomer, last, gap) ?? betweenOthers(rooms, newcomer, last)
    room.boxes.splice(place, 0, { wish: newcomer, at })
    room.settle()
    if (newcomer.group !== undefined) lastOf.set(newcomer.group, newcomer)
  }
  const found = new Map(rooms.flatMap(({ boxes }) => boxes.map(({ wish, at }) => [wish, at] as const)))
  return [...kept, ...newcomers].map((wish) => found.get(wish)!)
}

/** Gives boxes rooms in their order, each as near as can be; not between `between` only where that is too small for them. */
function assign(rooms: readonly Room[], boxes: readonly Kept[], between: Span): void {
  const allowed = rooms.filter(({ from, to }) => from >= between.from && to <= between.to)
  const backwards = { rooms: [...allowed].reverse(), boxes: [...boxes].reverse() }
  const chosen =
    inOrder(allowed, boxes) ?? inOrder(backwards.rooms, backwards.boxes)?.reverse() ?? inOrder(rooms, boxes)!
  for (const [index, wish] of boxes.entries()) chosen[index].boxes.push({ wish, at: wish.at })
}

/** A room for each box, none before that of the box before it; undefined when there are not enough. */
function inOrder(rooms: readonly Room[], boxes: readonly Kept[]): Room[] | undefined {
  const left = rooms.map((room) => room.left())
  const chosen: Room[] = []
  let current = 0
  for (const wish of boxes) {
    const nearest = nearestRoom(rooms, wish, ({ from, to }) => to - from >= wish.breadth)
    if (nearest !== undefined) current = Math.max(current, rooms.indexOf(nearest))
    while (current < rooms.length && left[current] < wish.breadth) current++
    if (current === rooms.length) return undefined
    left[current] -= wish.breadth + rooms[current].gap
    chosen.push(rooms[current])
  }
  return chosen
}

/** The nearest place behind another box where one moves nobody; the lower one of two. */
function nearestFree(rooms: readonly Room[], wish: Wish, behind: Wish | undefined, gap: number): Hole | undefined {
  let best: Hole | undefined
  let distance = NEARBY * (wish.breadth + gap)
  for (const hole of holesIn(rooms, wish, behind)) {
    if (hole.size < wish.breadth || Math.abs(hole.at - wish.at) > distance) continue
    best = hole
    distance = Math.abs(hole.at - wish.at)
  }
  return best
}

/** The place in the nearest room that could be made for a box, by its middle, behind another box. */
function betweenOthers(rooms: readonly Room[], wish: Wish, behind: Wish | undefined): Hole {
  const first = behind === undefined ? 0 : rooms.findIndex((room) => room.placeBehind(behind) > 0)
  const room = nearestRoom(rooms.slice(first), wish, (room) => room.left() >= wish.breadth)!
  const start = behind === undefined ? 0 : room.placeBehind(behind)
  let place = start
  while (place < room.boxes.length) {
    const box = room.boxes[place]
    if (box.at + box.wish.breadth / 2 > wish.at + wish.breadth / 2) break
    place++
  }
  return { room, place, at: wish.at, size: wish.breadth }
}
