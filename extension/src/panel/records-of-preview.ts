import type { PanelRecord, RecordsEdge, RecordsPreview } from 'millrace-webview/shared'
import type { PreviewRun } from '../run/index.ts'
import { placeOf, sentenceOf } from './output-runs.ts'
import { type EdgePlace, edgeId, panelEdge, recordMaker } from './records-edges.ts'

/** The edges of a preview, in the order of their ids, with how many records went along them. */
export function previewedEdges({ result, request }: PreviewRun): RecordsEdge[] {
  const { graph, edges = [] } = result ?? {}
  if (!graph) return []
  return edges.map((edge) => panelEdge(graph, placeIn(request.job, edge), { numRecords: edge.numRecords }))
}

/** The edge to look at first: the one out of the operator that was asked for, else the last one. */
export function firstLook({ result, request }: PreviewRun): string | undefined {
  const { graph, edges = [] } = result ?? {}
  const { operator, job } = request
  if (!graph || edges.length === 0) return undefined
  const { operators } = graph
  const at = operators.find(({ id, uid, name }) => operator === id || operator === uid || operator === name)
  const edge = operator === undefined ? edges[0] : (edges.find(({ source }) => source === at?.id) ?? edges.at(-1)!)
  return edgeId(placeIn(job, edge))
}

/** The records of an edge, in their order. */
export function previewedRecords({ id: preview, result, request }: PreviewRun, id: string): PanelRecord[] {
  const edge = result?.edges.find((one) => edgeId(placeIn(request.job, one)) === id)
  if (!edge || !result?.graph) return []
  const make = recordMaker(result.graph, placeIn(request.job, edge))
  return edge.records.map((record, number) => make({ ...record, id: `preview ${preview} ${id}:${number}` }))
}

/** What the view says of a preview. @param text of the job as it is now, where it is known */
export function panelPreview(preview: PreviewRun, text: string | undefined): RecordsPreview {
  const { id, state, request, startedAt, endedAt, error, result } = preview
  const output = (result?.output ?? []).map(({ text, operatorName }) =>
    operatorName ? `${operatorName}: ${text}` : text,
  )
  return {
    ...{ id, state, startedAt, output, records: request.records },
    ...(request.operatorName === undefined ? {} : { operator: request.operatorName }),
    ...(endedAt === undefined ? {} : { endedAt }),
    changed: text !== undefined && text !== preview.text,
    ...(error
      ? {
          error: {
            sentence: sentenceOf(error),
            ...(error.record === undefined ? {} : { record: error.record }),
            ...(error.position ? { place: placeOf(error.position) } : {}),
          },
        }
      : {}),
  }
}

type PreviewedEdge = NonNullable<PreviewRun['result']>['edges'][number]

const placeIn = (job: number, { edgeId, source, output }: PreviewedEdge): EdgePlace => ({
  ...{ job, source, output },
  ...(edgeId === undefined ? {} : { edge: edgeId }),
})
