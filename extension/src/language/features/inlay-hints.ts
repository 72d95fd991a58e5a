import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver-types'
import type { JobEdge } from '../../document/index.ts'
import type { OpenJob } from '../open-job.ts'

/** Behind each operator: how its records come to it, and to how many instances. */
export function inlayHints({ document, model }: OpenJob, visible: Range): InlayHint[] {
  const from = document.offsetAt(visible.start)
  const to = document.offsetAt(visible.end)
  return model.operators.flatMap((operator): InlayHint[] => {
    const { id, kind, range, parallelism, parallelismText, implied } = operator
    const end = range.offset + range.length
    if (implied || kind === 'opaque' || end < from || end > to) return []
    const ways = new Set(model.edges.filter(({ target }) => target === id).map(strategyOf))
    const label = `${[...ways].join(', ')} ×${parallelismText ?? parallelism}`.trim()
    return [{ position: document.positionAt(end), label, kind: InlayHintKind.Type, paddingLeft: true }]
  })
}

/** What nobody wrote, and depends on numbers that the text does not tell, is not guessed. */
export function strategyOf({ strategy, uncertain }: JobEdge): string {
  return uncertain ? 'default' : strategy
}
