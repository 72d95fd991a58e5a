import type { Connection, Edge, FinalConnectionState, OnConnectStartParams } from 'reactflow'
import type { DiagramEdge } from '../../shared/index.ts'
import { openTypeAhead } from '../actions/adding.ts'
import {
  beginConnecting,
  connect,
  endConnecting,
  nodeAt,
  reconnect,
  retarget,
  whyNot,
  whyNotFrom,
} from '../actions/connecting.ts'
import { boxAround, toDiagram } from '../actions/viewing.ts'
import { useGesture } from '../state/gesture.ts'
import { edgeOf, useEditor } from '../state/store.ts'

/** The arrow whose end is in somebody's hand. */
export const held: { edge: DiagramEdge | undefined; end: 'source' | 'target' | undefined } = {
  edge: undefined,
  end: undefined,
}

type Handle = { readonly id?: string | null | undefined }

/** The output that a handle stands for. */
export const outputOf = (handle: Handle | null | undefined): string => handle?.id?.replace(/^out-/, '') ?? 'main'

/** The number of the input that a handle stands for. */
export const portOf = ({ id }: Handle): number => Number(id?.replace(/^in-/, '') ?? 0)

/** Whether a connection that is being drawn may end here. */
export function mayConnect({ source, sourceHandle, target, targetHandle }: Connection | Edge): boolean {
  const { diagram } = useEditor.getState()
  if (!diagram) return false
  const from = { node: source, output: outputOf({ id: sourceHandle }) }
  if (held.edge && held.end === 'source')
    return target === held.edge.target && whyNotFrom(diagram, held.edge, from) === undefined
  return whyNot(diagram, from, target, portOf({ id: targetHandle })) === undefined
}

export function connectStarts(_: unknown, { nodeId, handleId, handleType }: OnConnectStartParams): void {
  if (nodeId && handleType === 'source' && !held.edge)
    beginConnecting({ node: nodeId, output: outputOf({ id: handleId }) })
}

/** A connection was let go: on an input, on a box, or on the empty canvas, where what comes next is asked for. */
export function connectEnds(event: MouseEvent | TouchEvent, state: FinalConnectionState): void {
  const { targets } = useGesture.getState()
  endConnecting()
  const { diagram } = useEditor.getState()
  const { fromHandle, toHandle } = state
  if (held.edge || !diagram || !fromHandle || fromHandle.type !== 'source') return
  const from = { node: fromHandle.nodeId, output: outputOf(fromHandle) }
  const screen = pointOf(event)
  const node = toHandle?.nodeId ?? nodeAt(diagram, toDiagram(screen))
  if (node !== undefined) {
    // Back where it began: nothing was meant.
    if (node === from.node) return
    const port = toHandle ? portOf(toHandle) : (targets?.get(node)?.[0] ?? 0)
    void connect(from, node, port)
    return
  }
  // A second arrow from an output is a branch: nobody expects it to come between what is there.
  const branch = diagram.edges.some(({ source, output }) => source === from.node && output === from.output)
  openTypeAhead({ after: from.node, output: from.output, ...(branch ? { branch } : {}) }, boxAround(screen), screen)
}

/** @param handleType the end that stays */
export function reconnectStarts(_: unknown, edge: Edge, handleType: 'source' | 'target'): void {
  held.edge = edgeOf(edge.id)
  held.end = handleType === 'target' ? 'source' : 'target'
  if (held.edge && held.end === 'target') beginConnecting({ node: held.edge.source, output: held.edge.output })
}

export function reconnectEnds(
  event: MouseEvent | TouchEvent,
  _edge: Edge,
  _handleType: unknown,
  { toHandle }: FinalConnectionState,
): void {
  const { edge, end } = held
  held.edge = undefined
  held.end = undefined
  const { targets } = useGesture.getState()
  endConnecting()
  const { diagram } = useEditor.getState()
  if (!edge || !diagram) return
  const node = toHandle?.nodeId ?? nodeAt(diagram, toDiagram(pointOf(event)))
  if (end === 'target') {
    const port = toHandle ? portOf(toHandle) : ((node === undefined ? undefined : targets?.get(node)?.[0]) ?? 0)
    // Back where it was: nothing was meant.
    if (node !== undefined && (node !== edge.target || port !== edge.port)) void retarget(edge.key, node, port)
    return
  }
  // Back where it was: nothing was meant.
  if (node === undefined || (node === edge.source && !toHandle)) return
  const output = toHandle?.type === 'source' ? outputOf(toHandle) : 'main'
  if (node === edge.source && output === edge.output) return
  void reconnect(edge.key, { node, output })
}

function pointOf(event: MouseEvent | TouchEvent) {
  const { clientX: x, clientY: y } = 'changedTouches' in event ? event.changedTouches[0] : event
  return { x, y }
}
