import type { Act } from '../../shared/index.ts'
import { select, theHost, told } from '../state/session.ts'
import { mayEdit, say, setOpen, useEditor } from '../state/store.ts'
import { copyMermaid, exportPng, exportSvg } from './export/export.ts'
import { openFind } from './find/open-find.ts'
import type { View } from './view.ts'

/** What the toolbar does, and the commands of VS Code that do the same. */
export function tools(view: View): Readonly<Record<Act | 'turn', () => void>> {
  return {
    find: openFind,
    fit: view.fit,
    fitSelection: view.fitSelection,
    add: addAtCenter,
    selectAll: () => select(useEditor.getState().diagram?.nodes.map(({ key }) => key) ?? []),
    shortcuts: () => setOpen({ keys: true }),
    exportSvg: () => void exportSvg(),
    exportPng: () => void exportPng(),
    copyMermaid,
    showTypes: () => useEditor.setState(({ showTypes }) => ({ showTypes: !showTypes })),
    arrange: () => void arrange(),
    turn,
  }
}

/** Opens type-ahead in the middle of the pane. */
export function addAtCenter(): void {
  if (!mayEdit()) return
  const pane = document.querySelector('.react-flow')?.getBoundingClientRect()
  const screen = pane ? { x: pane.width / 2, y: pane.height / 3 } : { x: 0, y: 0 }
  useEditor.setState({ adding: { at: 'canvas', screen } })
}

async function arrange(): Promise<void> {
  if (await told(theHost().request('arrange', {}))) say('Arranged. Undo brings back where the boxes were.')
}

function turn(): void {
  const direction = useEditor.getState().diagram?.direction === 'right' ? 'down' : 'right'
  theHost().tell({ type: 'turn', direction })
}
