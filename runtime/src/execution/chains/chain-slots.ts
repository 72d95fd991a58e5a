import { type ChainNode, MAIN } from './chain-shape.ts'
import type { ChainState, Slot } from './chain-state.ts'

/**
 * Which slots of a chain's state belong to which node: one for what an operator yields (results of flatMap, firings,
 * what it still emits at the end), and one for each of its side outputs that is read. A slot with a larger number is
 * emptied first: nodes further down the chain come after those above, and side outputs after the iterator whose call has
 * filled them.
 */
export class ChainSlots {
  /** By slot: the node and the output. */
  readonly places: readonly { readonly node: number; readonly tag: string }[]
  private readonly mains: readonly number[]
  private readonly sides: readonly ReadonlyMap<string, number>[]

  constructor(nodes: readonly ChainNode[]) {
    const places: { node: number; tag: string }[] = []
    const mains: number[] = []
    const sides: Map<string, number>[] = []
    for (const node of nodes) {
      mains.push(hasResults(node) ? places.push({ node: node.index, tag: MAIN }) - 1 : -1)
      const own = new Map<string, number>()
      for (const tag of node.output.sides.keys()) own.set(tag, places.push({ node: node.index, tag }) - 1)
      sides.push(own)
    }
    this.places = places
    this.mains = mains
    this.sides = sides
  }

  get count(): number {
    return this.places.length
  }

  /** The slot for what a node yields, or -1. */
  main(node: number): number {
    return this.mains[node]
  }

  /** The slots of a node's side outputs, by tag. */
  side(node: number): ReadonlyMap<string, number> {
    return this.sides[node]
  }
}

/** Whether a node may emit at other times than when it is called with a record, or any number of records at a time. */
function hasResults({ instance }: ChainNode): boolean {
  return (
    instance.shape === 'flatMap' ||
    instance.shape === 'process' ||
    instance.finish !== undefined ||
    instance.onWatermark !== undefined ||
    instance.onProcessingTime !== undefined ||
    instance.ready !== undefined
  )
}

/**
 * Takes over into slots what an operator has put into its output; true if there was anything. The slots are empty when
 * the operator is called: the loop empties them first.
 */
export function takeOutput(node: ChainNode, slots: ChainSlots, state: ChainState): boolean {
  const { output } = node
  let any = false
  if (output.values.length > 0) {
    takeArray(state.slots[slots.main(node.index)], output.values, output.times)
    output.values = []
    output.times = []
    any = true
  }
  if (output.sided) {
    output.sided = false
    for (const [tag, side] of output.sides) {
      if (side.values.length === 0) continue
      takeArray(state.slots[slots.side(node.index).get(tag)!], side.values, side.times)
      side.values = []
      side.times = []
      any = true
    }
  }
  return any
}

function takeArray(slot: Slot, values: readonly unknown[], times: readonly number[]): void {
  slot.array = values
  slot.times = times
  slot.next = 0
}
