import { BOX, type DiagramEdge, type PaletteEntry } from '../../shared/index.ts'
import { edit } from '../state/session.ts'
import { edgeOf, mayEdit, useEditor } from '../state/store.ts'
import { spotOf, toScreen } from './viewing.ts'

/** One way for records to travel along an arrow. */
export interface Way {
  readonly title: string
  readonly help: string
  readonly icon: string
  /** Null: nothing is written. */
  readonly method: string | null
  readonly chosen: boolean
}

/** The ways to choose from; the first one takes away what is written. */
export function waysOf(palette: readonly PaletteEntry[], { written, strategy }: DiagramEdge): Way[] {
  return [
    {
      title: 'Default',
      help: 'By key behind Key by; else straight on where the parallelism allows it, and in turn where it does not.',
      icon: 'dash',
      method: null,
      chosen: !written,
    },
    ...palette
      .filter(({ group }) => group === 'strategy')
      .map(({ title, help, icon, method, strategy: makes }) => ({
        ...{ title, help, icon, method },
        chosen: written && makes === strategy,
      })),
  ]
}

export function openPicker(key: string): void {
  const edge = edgeOf(key)
  const [source, target] = [spotOf(edge?.source ?? ''), spotOf(edge?.target ?? '')]
  if (!source || !target || !mayEdit()) return
  const middle = { x: (source.x + target.x + BOX.width) / 2, y: (source.y + target.y + BOX.height) / 2 }
  useEditor.setState({ picking: { edge: key, screen: toScreen(middle) } })
}

/** Writes another strategy, or takes away the one that is written: one undo step. */
export async function pick(key: string, method: string | null): Promise<void> {
  const edge = edgeOf(key)
  useEditor.setState({ picking: undefined })
  if (!edge || (method === null && !edge.written)) return
  await edit({ command: 'setStrategy', edge: edge.edge, method })
}
