/** Something that wants its middle at a place, and takes room around it. */
export interface Wish {
  readonly middle: number
  readonly size: number
}

/**
 * Middles of things in a row that keep their order and a gap, as near to the wished ones as that allows (least squares:
 * neighbours that would overlap are moved together, to the mean of what they wish).
 */
export function stack(wishes: readonly Wish[], gap: number): number[] {
  // Without their sizes, what is left is to be in order.
  const offsets: number[] = []
  let end = 0
  for (const { size } of wishes) {
    offsets.push(end + size / 2)
    end += size + gap
  }
  const blocks: { sum: number; count: number }[] = []
  for (const [at, { middle }] of wishes.entries()) {
    let block = { sum: middle - offsets[at], count: 1 }
    for (let last = blocks.at(-1); last && last.sum / last.count > block.sum / block.count; last = blocks.at(-1)) {
      blocks.pop()
      block = { sum: block.sum + last.sum, count: block.count + last.count }
    }
    blocks.push(block)
  }
  return blocks
    .flatMap(({ sum, count }) => new Array<number>(count).fill(sum / count))
    .map((moved, at) => moved + offsets[at])
}
