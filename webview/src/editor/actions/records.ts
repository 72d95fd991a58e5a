import { theHost } from '../state/session.ts'
import { say, selectedEdges } from '../state/store.ts'
import { current } from './walking.ts'

/** Runs what is upstream of the selected box, or of the box that the selected arrow comes from, on its first records. */
export function previewRecords(): void {
  const key = current()
  if (key === undefined) say('Select a box first: the preview ends there.')
  else theHost().tell({ type: 'previewRecords', key })
}

/** Shows what flows along the selected arrow, or out of the selected box. */
export function showRecords(): void {
  const [edge] = selectedEdges()
  const key = edge?.key ?? current()
  if (key === undefined) say('Select an arrow first: ] selects the one that leads out.')
  else theHost().tell({ type: 'showRecords', edge: key })
}
