import type { Act } from '../../shared/index.ts'
import { openTypeAhead, placeBySelection } from '../actions/adding.ts'
import { previewRecords } from '../actions/records.ts'
import { selectAll } from '../actions/selecting.ts'
import { fit, fitSelection } from '../actions/viewing.ts'
import { theHost, told } from '../state/session.ts'
import { say, setOpen, useEditor } from '../state/store.ts'
import { copyMermaid, exportPng, exportSvg } from './export/export.ts'
import { openFind } from './find/open-find.ts'

/** What the toolbar does, and the commands of VS Code that do the same. */
export const tools: Readonly<Record<Act | 'turn' | 'preview', () => void>> = {
  find: openFind,
  fit,
  fitSelection,
  add: () => openTypeAhead(placeBySelection()),
  selectAll,
  shortcuts: () => setOpen({ keys: true }),
  exportSvg: () => void exportSvg(),
  exportPng: () => void exportPng(),
  copyMermaid,
  showTypes: () => useEditor.setState(({ showTypes }) => ({ showTypes: !showTypes })),
  arrange: () => void arrange(),
  turn,
  preview: previewRecords,
}

async function arrange(): Promise<void> {
  if (await told(theHost().request('arrange', {}))) say('Arranged. Undo brings back where the boxes were.')
}

function turn(): void {
  const direction = useEditor.getState().diagram?.direction === 'right' ? 'down' : 'right'
  theHost().tell({ type: 'turn', direction })
}
