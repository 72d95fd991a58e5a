import type { DiagramCommand, DiagramEdge, DiagramNode } from '../../shared/index.ts'
import { edit } from '../state/session.ts'
import { mayEdit, say, selectedEdges, selectedNodes, useEditor } from '../state/store.ts'
import { preview } from './previewing.ts'
import { focusOn } from './viewing.ts'

/** How long the checker is waited for before something is deleted all the same, milliseconds. */
const PATIENCE = 5_000
/** How long somebody waits without being told what for, milliseconds. */
const SILENCE = 400

/**
 * Deletes what is selected, and heals the flow around it: one undo step. Where what is left would have type errors,
 * somebody is asked first.
 */
export async function remove(): Promise<void> {
  const [nodes, edges] = [selectedNodes(), selectedEdges()]
  const command = removal(nodes, edges)
  if (command === undefined) return
  if (typeof command === 'string') {
    say(command, 'warning')
    return
  }
  const { diagram } = useEditor.getState()
  if (!mayEdit() || !diagram) return
  const { version } = diagram
  // The box that has the keyboard is about to go.
  focusOn(undefined)
  const errors = await errorsOf(version, command)
  if (errors.length > 0)
    useEditor.setState({ question: { title: titleOf(nodes, edges), errors, command, version }, message: undefined })
  else await edit(command, undefined, version)
}

async function errorsOf(version: number, command: DiagramCommand): Promise<readonly string[]> {
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, PATIENCE))
  const telling = setTimeout(() => say('Looking for what this would break …'), SILENCE)
  const outcome = await Promise.race([preview(version, command), late])
  clearTimeout(telling)
  return outcome && 'done' in outcome ? outcome.newErrors : []
}

function titleOf(nodes: readonly DiagramNode[], edges: readonly DiagramEdge[]): string {
  const [node, more] = nodes
  if (more) return `Delete ${nodes.length} operators?`
  if (node) return `Delete ${node.name}?`
  return edges.length > 1 ? `Delete ${edges.length} arrows?` : 'Delete the arrow?'
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
