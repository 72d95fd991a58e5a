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

/** A place for a box among those of a room. */
export interface Hole {
  readonly room: Room
  /** Before the box of this number. */
  readonly place: number
  /** Where the box would begin, and how much room there is. */
  readonly at: number
  readonly size: number
}

/** Room between two blocks, or before the first or after the last of them, with the boxes in it. */
export class Room implements Span {
  readonly boxes: { readonly wish: Wish; at: number }[] = []
  readonly from: number
  readonly to: number
  readonly gap: number

  constructor(from: number, to: number, gap: number) {
    this.from = from
    this.to = to
    this.gap = gap
  }

  /** The breadth of a box that could still be added. */
  left(): number {
    return this.boxes.reduce((left, { wish }) => left - wish.breadth - this.gap, this.to - this.from)
  }

  /** The first place behind a box; 0 when the box is not here. */
  placeBehind(wish: Wish): number {
    return this.boxes.findIndex((box) => box.wish === wish) + 1
  }

  /** Moves as little as it takes for the boxes to stand apart, down rather than up. */
  settle(): void {
    let free = this.from
    for (const box of this.boxes) {
      box.at = Math.max(box.at, free)
      free = box.at + box.wish.breadth + this.gap
    }
    let end = this.to
    for (let index = this.boxes.length - 1; index >= 0; index--) {
      const box = this.boxes[index]
      if (box.at + box.wish.breadth <= end) break
      box.at = end - box.wish.breadth
      end = box.at - this.gap
    }
  }
}

export function roomsBetween(blocks: readonly Span[], gap: number): Room[] {
  const rooms: Room[] = []
  let from = Number.NEGATIVE_INFINITY
  for (const block of [...blocks].sort((a, b) => a.from - b.from)) {
    if (block.from > from) rooms.push(new Room(from, block.from, gap))
    from = Math.max(from, block.to)
  }
  rooms.push(new Room(from, Number.POSITIVE_INFINITY, gap))
  return rooms
}

/** The room that is nearest to where a box wants to be; the first one of two. */
export function nearestRoom(rooms: readonly Room[], wish: Wish, suits: (room: Room) => boolean): Room | undefined {
  let best: Room | undefined
  let distance = Number.POSITIVE_INFINITY
  for (const room of rooms) {
    if (!suits(room)) continue
    const away = Math.abs(nearestIn(room, wish) - wish.at)
    if (away >= distance) continue
    best = room
    distance = away
  }
  return best
}

/** All places where a box could go without moving another, large enough or not, from the top. */
export function* holesIn(rooms: readonly Room[], wish: Wish, behind: Wish | undefined): Generator<Hole> {
  const first = behind === undefined ? 0 : rooms.findIndex((room) => room.placeBehind(behind) > 0)
  for (const room of rooms.slice(first)) {
    for (let place = behind === undefined ? 0 : room.placeBehind(behind); place <= room.boxes.length; place++) {
      const above = room.boxes[place - 1]
      const below = room.boxes[place]
      const from = above === undefined ? room.from : above.at + above.wish.breadth + room.gap
      const to = below === undefined ? room.to : below.at - room.gap
      yield { room, place, at: nearestIn({ from, to }, wish), size: to - from }
    }
  }
}

function nearestIn({ from, to }: Span, { at, breadth }: Wish): number {
  return Math.max(from, Math.min(at, to - breadth))
}
