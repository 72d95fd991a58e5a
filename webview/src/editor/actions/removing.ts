import type { DiagramCommand, DiagramEdge, DiagramNode } from '../../shared/index.ts'
import { edit } from '../state/session.ts'
import { say, selectedEdges, selectedNodes } from '../state/store.ts'
import { focusOn } from './viewing.ts'

/** Deletes what is selected, and heals the flow around it: one undo step. */
export async function remove(): Promise<void> {
  const command = removal(selectedNodes(), selectedEdges())
  if (command === undefined) return
  if (typeof command === 'string') say(command, 'warning')
  else {
    // The box that has the keyboard is about to go.
    focusOn(undefined)
    await edit(command)
  }
}

/** The command, or why there is none. */
export function removal(
  nodes: readonly DiagramNode[],
  edges: readonly DiagramEdge[],
): DiagramCommand | string | undefined {
  const operators = nodes.flatMap((node) => node.operators)
  if (operators.length > 1) return { command: 'removeAll', operators }
  const [node] = nodes
  if (node) return { command: 'remove', operator: operators[0], ...(node.type ? { type: node.type.full } : {}) }
  if (edges.length > 1) return 'Arrows are deleted one at a time: each leaves an open input of its own.'
  const [edge] = edges
  return edge && { command: 'disconnect', edge: edge.edge, ...(edge.type ? { type: edge.type.full } : {}) }
}
