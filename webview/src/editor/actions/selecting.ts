import type { EdgeChange, NodeChange } from 'reactflow'
import { announce } from '../state/announce.ts'
import { select, tellSelection } from '../state/session.ts'
import { edgeOf, nodeOf, useEditor } from '../state/store.ts'

/** What was selected when a marquee began that adds to it. */
let kept: ReadonlySet<string> | undefined
let inMarquee = false
let told = false

/** Takes what the pointer has selected, and lets the text follow once for all that changed together. */
export function takeSelection(changes: readonly (NodeChange<any> | EdgeChange<any>)[]): void {
  const { selection } = useEditor.getState()
  const next = new Set(selection)
  for (const change of changes) {
    if (change.type !== 'select') continue
    if (change.selected || kept?.has(change.id)) next.add(change.id)
    else next.delete(change.id)
  }
  if (next.size === selection.size && [...next].every((key) => selection.has(key))) return
  useEditor.setState({ selection: next })
  if (inMarquee || told) return
  told = true
  queueMicrotask(() => {
    told = false
    if (!inMarquee) selected()
  })
}

/** @param adding to what is selected already */
export function beginMarquee(adding: boolean, before: ReadonlySet<string>): void {
  inMarquee = true
  kept = adding ? before : undefined
  if (adding) useEditor.setState({ selection: before })
}

export function endMarquee(): void {
  inMarquee = false
  kept = undefined
  selected()
}

export function selectAll(): void {
  const { diagram } = useEditor.getState()
  if (diagram) selectKeys([...diagram.nodes, ...diagram.edges].map(({ key }) => key))
}

/** Selects by keyboard, or because an action did something. */
export function selectKeys(keys: Iterable<string>): void {
  select(keys)
  say()
}

function selected(): void {
  tellSelection()
  say()
}

function say(): void {
  const { selection } = useEditor.getState()
  const [key] = selection
  if (selection.size === 0) announce('Nothing is selected')
  else if (selection.size > 1) announce(`${selection.size} are selected`)
  else announce(nameOf(key) ?? '')
}

/** What a node or an edge is called in a sentence. */
export function nameOf(key: string): string | undefined {
  const edge = edgeOf(key)
  if (!edge) return nodeOf(key)?.name
  return `Arrow from ${nodeOf(edge.source)?.name} to ${nodeOf(edge.target)?.name}, ${edge.strategy}`
}
