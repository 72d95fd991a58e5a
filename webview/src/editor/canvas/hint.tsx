import { type ConnectionState, type InternalNode, useConnection } from 'reactflow'
import type { Diagram, DiagramCommand, DiagramEdge, Outcome } from '../../shared/index.ts'
import { inputName, outputName, outputsToChoose } from '../actions/choosing-target.ts'
import { connection, nodeAt, reconnection, retargeting, whyNot, whyNotFrom } from '../actions/connecting.ts'
import { usePreview } from '../actions/previewing.ts'
import { toScreen } from '../actions/viewing.ts'
import { useGesture } from '../state/gesture.ts'
import { sentence } from '../state/session.ts'
import { nodeOf, useEditor } from '../state/store.ts'
import { held, outputOf, portOf } from './connections.ts'
import type { OperatorNode } from './nodes/flow-nodes.ts'

/** Beside the pointer: what letting go would do. */
export function PointerHint() {
  const hint = useGesture((state) => state.hint)
  const connecting = useConnection<OperatorNode, ConnectionHint | undefined>(connectionHint)
  const shown = hint ? { ...hint, ...hint.at } : connecting
  const outcome = usePreview(hint ? undefined : connecting?.command)
  if (!shown) return null
  const { x, y } = shown
  const { text, allowed } = withOutcome(shown, outcome)
  return (
    <div
      className={allowed ? 'pointer-hint' : 'pointer-hint refused'}
      style={{ left: Math.max(8, Math.min(x + 16, window.innerWidth - 296)), top: y + 16 }}
    >
      <span className={`codicon codicon-${allowed ? 'add' : 'circle-slash'}`} aria-hidden="true" />
      {text}
    </div>
  )
}

/** A hint, and what the host says of it: why it cannot be, or which type errors it would cause. */
function withOutcome(hint: Pick<ConnectionHint, 'text' | 'allowed'>, outcome: Outcome | undefined) {
  if (outcome === undefined) return hint
  if ('refused' in outcome) return { text: sentence(outcome.refused), allowed: false }
  const [error, more] = outcome.newErrors
  if (error === undefined) return hint
  return { text: `${hint.text}; then: ${error}${more ? ' …' : ''}`, allowed: hint.allowed }
}

/** Flat, so that equal ones are known for equal. */
interface ConnectionHint {
  readonly text: string
  readonly allowed: boolean
  readonly x: number
  readonly y: number
  /** What letting go would do, as JSON. */
  readonly command?: string | undefined
}

function connectionHint(drawn: ConnectionState<InternalNode<OperatorNode>>): ConnectionHint | undefined {
  const { inProgress, to, fromHandle, toHandle } = drawn
  const { diagram } = useEditor.getState()
  if (!inProgress || !diagram) return undefined
  const node = toHandle?.nodeId ?? nodeAt(diagram, to)
  const at = toScreen(to)
  const hint = (text: string, allowed: boolean, command?: DiagramCommand) => ({
    ...{ text, allowed, ...at },
    command: allowed && command ? JSON.stringify(command) : undefined,
  })
  if (held.edge) {
    if (node === undefined) return undefined
    if (held.end === 'target') return headHint(diagram, held.edge, node, toHandle, hint)
    if (node === held.edge.source) return undefined
    const from = { node, output: outputOf(toHandle) }
    const reason = whyNotFrom(diagram, held.edge, from)
    return hint(reason ?? `Begin at ${nodeOf(node)?.name}`, reason === undefined, reconnection(held.edge, from))
  }
  if (fromHandle.type !== 'source' || node === fromHandle.nodeId) return undefined
  if (node === undefined) return hint('Add what comes next', true)
  const port = toHandle ? portOf(toHandle) : (useGesture.getState().targets?.get(node)?.[0] ?? 0)
  const from = { node: fromHandle.nodeId, output: outputOf(fromHandle) }
  const reason = whyNot(diagram, from, node, port)
  const text = reason ?? `Connect with ${inputName(node, port)}`
  return hint(text, reason === undefined, connection(from, node, port))
}

/** Where the head of an arrow would go. */
function headHint(
  diagram: Diagram,
  edge: DiagramEdge,
  node: string,
  handle: Parameters<typeof outputOf>[0],
  hint: (text: string, allowed: boolean, command?: DiagramCommand) => ConnectionHint,
): ConnectionHint | undefined {
  const port = handle ? portOf(handle) : (useGesture.getState().targets?.get(node)?.[0] ?? 0)
  if (node === edge.target && port === edge.port) return undefined
  const reason = whyNot(diagram, { node: edge.source, output: edge.output }, node, port)
  return hint(reason ?? `Lead to ${inputName(node, port)}`, reason === undefined, retargeting(edge, node, port))
}

/** Below the canvas while connecting by keyboard: what is chosen, and the keys. */
export function KeyHint() {
  const choosing = useGesture((state) => state.choosing)
  const command =
    choosing && connection({ node: choosing.from, output: choosing.output }, choosing.target, choosing.port)
  const outcome = usePreview(command && JSON.stringify(command))
  if (!choosing) return null
  const several = outputsToChoose(choosing.from).length > 1
  const then = withOutcome({ text: '', allowed: true }, outcome).text.replace(/^; /, '')
  return (
    <div className="key-hint">
      Connect {outputName(choosing.from, choosing.output)} with <b>{inputName(choosing.target, choosing.port)}</b>
      {then ? <span role="status">{then}</span> : null}
      <span>arrow keys choose, {several ? 'C takes another output, ' : ''}Enter connects, Escape leaves</span>
    </div>
  )
}
