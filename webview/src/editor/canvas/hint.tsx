import { type ConnectionState, type InternalNode, useConnection } from 'reactflow'
import { inputName } from '../actions/choosing-target.ts'
import { nodeAt, whyNot, whyNotFrom } from '../actions/connecting.ts'
import { toScreen } from '../actions/viewing.ts'
import { useGesture } from '../state/gesture.ts'
import { nodeOf, useEditor } from '../state/store.ts'
import { held, outputOf, portOf } from './connections.ts'
import type { OperatorNode } from './nodes/flow-nodes.ts'

/** Beside the pointer: what letting go would do. */
export function PointerHint() {
  const hint = useGesture((state) => state.hint)
  const connecting = useConnection<OperatorNode, ConnectionHint | undefined>(connectionHint)
  const shown = hint ? { ...hint, ...hint.at } : connecting
  if (!shown) return null
  const { text, allowed, x, y } = shown
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

/** Flat, so that equal ones are known for equal. */
interface ConnectionHint {
  readonly text: string
  readonly allowed: boolean
  readonly x: number
  readonly y: number
}

function connectionHint(connection: ConnectionState<InternalNode<OperatorNode>>): ConnectionHint | undefined {
  const { inProgress, to, fromHandle, toHandle } = connection
  const { diagram } = useEditor.getState()
  if (!inProgress || !diagram) return undefined
  const node = toHandle?.nodeId ?? nodeAt(diagram, to)
  const at = toScreen(to)
  const hint = (text: string, allowed: boolean) => ({ text, allowed, ...at })
  if (held.edge) {
    if (held.end !== 'source' || node === undefined || node === held.edge.source) return undefined
    const reason = whyNotFrom(diagram, held.edge, { node, output: outputOf(toHandle) })
    return hint(reason ?? `Begin at ${nodeOf(node)?.name}`, reason === undefined)
  }
  if (fromHandle.type !== 'source' || node === fromHandle.nodeId) return undefined
  if (node === undefined) return hint('Add what comes next', true)
  const port = toHandle ? portOf(toHandle) : (useGesture.getState().targets?.get(node)?.[0] ?? 0)
  const reason = whyNot(diagram, { node: fromHandle.nodeId, output: outputOf(fromHandle) }, node, port)
  return hint(reason ?? `Connect with ${inputName(node, port)}`, reason === undefined)
}

/** Below the canvas while connecting by keyboard: what is chosen, and the keys. */
export function KeyHint() {
  const choosing = useGesture((state) => state.choosing)
  if (!choosing) return null
  return (
    <div className="key-hint">
      Connect {nodeOf(choosing.from)?.name} with <b>{inputName(choosing.target, choosing.port)}</b>
      <span>arrow keys choose, Enter connects, Escape leaves</span>
    </div>
  )
}
