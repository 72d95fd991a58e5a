import type { DiagramCommand, Outcome } from '../../shared/index.ts'
import { clearHint, type Point, useGesture } from '../state/gesture.ts'
import { edit, theHost } from '../state/session.ts'
import { edgeOf, mayEdit, nodeOf, useEditor } from '../state/store.ts'

/** What was asked during this drag, by key of the arrow. */
const asked = new Map<string, Outcome | 'asking'>()

/** The arrow below a point of the page. */
export function edgeBelow({ x, y }: Point): string | undefined {
  for (const element of document.elementsFromPoint(x, y)) {
    const edge = element.closest('.react-flow__edge')
    const key = edge?.getAttribute('data-id')
    if (key) return key
  }
  return undefined
}

/**
 * A box is held over an arrow: asks whether it could go there, and shows it. Boxes are moved across arrows all the time,
 * so only where the answer is yes letting go does more than move it.
 */
export function holdOver(node: string, at: Point): void {
  const key = edgeBelow(at)
  const edge = edgeOf(key)
  if (!key || !edge || edge.source === node || edge.target === node) {
    clearHint()
    return
  }
  const answer = asked.get(key)
  if (answer === undefined) void ask(node, key, at)
  else if (answer !== 'asking') show(node, key, at, answer)
}

async function ask(node: string, key: string, at: Point): Promise<void> {
  asked.set(key, 'asking')
  const { diagram } = useEditor.getState()
  const command = insertion(node, key)
  if (!diagram || !command) return
  const answer = await theHost()
    .request('preview', { version: diagram.version, command })
    .catch((error: Error): Outcome => ({ refused: error.message }))
  // The box may have been dropped meanwhile.
  if (asked.get(key) !== 'asking') return
  asked.set(key, answer)
  if (useGesture.getState().dragging) show(node, key, at, answer)
}

function insertion(node: string, key: string): DiagramCommand | undefined {
  const [box, edge] = [nodeOf(node), edgeOf(key)]
  if (!box || !edge || box.operators.length !== 1) return undefined
  return { command: 'reorder', operator: box.operators[0], edge: edge.edge }
}

function show(node: string, key: string, at: Point, answer: Outcome): void {
  if ('refused' in answer) {
    clearHint()
    return
  }
  const edge = edgeOf(key)!
  const between = `${nodeOf(edge.source)?.name} and ${nodeOf(edge.target)?.name}`
  const [error] = answer.newErrors
  const text = `Put ${nodeOf(node)?.name} between ${between}${error === undefined ? '' : `; then: ${error}`}`
  useGesture.setState({ dropKey: key, hint: { text, at, allowed: true } })
}

/** Lets a box go: true, if it went onto an arrow. */
export async function insertHeld(node: string): Promise<boolean> {
  const { dropKey } = useGesture.getState()
  forgetHeld()
  const command = dropKey === undefined ? undefined : insertion(node, dropKey)
  return command !== undefined && mayEdit() && edit(command)
}

export function forgetHeld(): void {
  asked.clear()
  clearHint()
}
