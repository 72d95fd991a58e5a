import { type FlowNode, GAP, type Spot, type Was } from './flow.ts'

/**
 * Where across the flow a node that was not there before would like to begin: in the place of one that it pushed to a
 * later layer, else behind its inputs, else before its outputs, in both cases below its siblings, else below everything.
 */
export function wishOfNew(
  node: FlowNode,
  layers: ReadonlyMap<FlowNode, number>,
  before: ReadonlyMap<FlowNode, Was>,
  now: ReadonlyMap<FlowNode, Spot>,
): number {
  const layer = layers.get(node)!
  const spotOf = (other: FlowNode) => now.get(other) ?? before.get(other)
  const middle = (others: readonly FlowNode[]): number | undefined => {
    const middles = others.flatMap((other) => {
      const spot = spotOf(other)
      return spot ? [spot.across + other.breadth / 2] : []
    })
    return middles.length > 0 ? middles.reduce((a, b) => a + b) / middles.length - node.breadth / 2 : undefined
  }
  const belowSiblings = (siblings: readonly FlowNode[]): number | undefined => {
    const ends = siblings.flatMap((other) => {
      const spot = other === node || layers.get(other) !== layer ? undefined : spotOf(other)
      return spot ? [spot.across + other.breadth + GAP] : []
    })
    return ends.length > 0 ? Math.max(...ends) : undefined
  }

  const pushed = node.outputs.filter((output) => before.get(output)?.layer === layer && layers.get(output) !== layer)
  if (pushed.length > 0) return middle(pushed)!
  if (node.inputs.length > 0)
    return belowSiblings(node.inputs.flatMap(({ outputs }) => outputs)) ?? middle(node.inputs) ?? 0
  const seen = new Set([node])
  for (let next = node.outputs; next.length > 0; ) {
    const at = belowSiblings(next.flatMap(({ inputs }) => inputs)) ?? middle(next)
    if (at !== undefined) return at
    next = next.flatMap(({ outputs }) => outputs).filter((other) => !seen.has(other) && seen.add(other))
  }
  const ends = [...before].map(([other, { across }]) => across + other.breadth + GAP)
  return ends.length > 0 ? Math.max(...ends) : 0
}
