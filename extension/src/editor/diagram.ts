import type { Diagram } from 'millrace-webview/shared'
import { iconOf } from '../catalogue/index.ts'
import type { JobModel } from '../document/index.ts'

/**
 * What to draw of a job.
 *
 * @param last the last model whose text was whole: it stays while the text has a syntax error
 */
export function diagramOf(model: JobModel, last: JobModel | undefined): Diagram {
  const shown = model.syntaxError && last ? last : model
  const notices: string[] = []
  if (!model.isJob) notices.push('This file does not import millrace: there is no job in it.')
  if (model.syntaxError) {
    notices.push(
      last ? 'The text has a syntax error. This is the job as it was before.' : 'The text has a syntax error.',
    )
  }
  for (const { message } of shown.unread) notices.push(`Not drawn: ${message}.`)
  return {
    operators: shown.operators.map(({ key, id, kind, method, name, detail, parallelism, parallelismText, reason }) => ({
      ...{ key, id, kind, name },
      icon: iconOf(kind, method),
      detail: reason ?? detail,
      parallelism: parallelismText ?? parallelism,
    })),
    edges: shown.edges.map(({ id, source, target, strategy, written, uncertain }) => ({
      ...{ id, source, target },
      strategy: uncertain ? 'default' : strategy,
      written,
    })),
    notices,
  }
}
