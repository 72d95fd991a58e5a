import { type FlowNode, GAP, type Spot } from './flow.ts'
import type { Span } from './rooms.ts'

/** Where a layer's boxes begin in the direction of the flow, and where the longest of them ends. */
export type LayerSpans = ReadonlyMap<number, Span>

/**
 * Puts layers one behind the other; one without nodes takes no room.
 *
 * @param anchor where one of the layers begins
 * @param before where layers began: those before the anchor move only for want of room
 */
export function spanLayers(
  layers: ReadonlyMap<FlowNode, number>,
  gap: number,
  anchor: { readonly layer: number; readonly at: number },
  before: readonly number[] = [],
): LayerSpans {
  const lengths = new Map<number, number>()
  for (const [{ length }, layer] of layers) lengths.set(layer, Math.max(lengths.get(layer) ?? 0, length))
  const used = [...lengths.keys()].sort((a, b) => a - b)
  const spans = new Map<number, Span>()
  let free = anchor.at
  for (const layer of used.filter((layer) => layer >= anchor.layer)) {
    const to = free + lengths.get(layer)!
    spans.set(layer, { from: free, to })
    free = to + gap
  }
  free = anchor.at
  for (const layer of used.filter((layer) => layer < anchor.layer).reverse()) {
    const length = lengths.get(layer)!
    const from = Math.min(free - gap - length, before[layer] ?? Number.POSITIVE_INFINITY)
    spans.set(layer, { from, to: from + length })
    free = from
  }
  return spans
}

/** What of a layer is taken by boxes that are fixed, with the gap around them. */
export function blocksIn({ from, to }: Span, fixed: ReadonlyMap<FlowNode, Spot>): Span[] {
  const clear = GAP / 2
  const blocks: Span[] = []
  for (const [{ length, breadth }, { along, across }] of fixed) {
    if (along >= to + clear || along + length <= from - clear) continue
    blocks.push({ from: Math.floor(across) - GAP, to: Math.ceil(across) + breadth + GAP })
  }
  return blocks
}

export function overlap(a: FlowNode, spotA: Spot, b: FlowNode, spotB: Spot): boolean {
  return (
    spotA.along < spotB.along + b.length &&
    spotB.along < spotA.along + a.length &&
    spotA.across < spotB.across + b.breadth &&
    spotB.across < spotA.across + a.breadth
  )
}
