import { openTypeAhead } from '../actions/adding.ts'
import { acts as ofCanvas } from '../actions/keyboard.ts'
import { theHost, told } from '../state/session.ts'
import { say, setOpen, useEditor } from '../state/store.ts'
import { copyMermaid, exportPng, exportSvg } from './export/export.ts'
import { openFind } from './find/open-find.ts'

/** What VS Code's commands ask of what is around the canvas; the canvas knows the others itself. */
export const acts = {
  find: openFind,
  shortcuts: () => setOpen({ keys: true }),
  exportSvg: () => void exportSvg(),
  exportPng: () => void exportPng(),
  copyMermaid,
  showTypes: () => useEditor.setState(({ showTypes }) => ({ showTypes: !showTypes })),
  arrange: () => void arrange(),
} as const

/** What the toolbar does. */
export const tools = { ...ofCanvas, ...acts, turn, addSource: () => openTypeAhead('canvas') } as const

async function arrange(): Promise<void> {
  if (await told(theHost().request('arrange', {}))) say('Arranged. Undo brings back where the boxes were.')
}

function turn(): void {
  const direction = useEditor.getState().diagram?.direction === 'right' ? 'down' : 'right'
  theHost().tell({ type: 'turn', direction })
}
