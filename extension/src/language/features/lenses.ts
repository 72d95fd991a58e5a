import type { CodeLens } from 'vscode-languageserver-types'
import { lspRange, type OpenJob } from '../open-job.ts'

/**
 * Above each job: run, debug and preview it, if its text runs one, and look at it. Among several jobs they are about the
 * one below.
 */
export function lenses({ document, model }: OpenJob): CodeLens[] {
  const several = model.environments.length > 1
  return model.environments.flatMap(({ id, range, executions, name }) => {
    const place = lspRange(document, range)
    const lens = (title: string, command: string, ...more: (string | number)[]): CodeLens => ({
      range: place,
      command: { title, command, arguments: [document.uri, ...more] },
    })
    const only = several && name !== undefined ? [name] : []
    const run = lens('$(play) Run', 'millrace.runJob', ...only)
    const debug = lens('$(debug-alt) Debug', 'millrace.debugJob', ...only)
    const preview = lens('$(eye) Preview', 'millrace.previewRecords', id)
    const diagram = lens('$(type-hierarchy-sub) Open diagram', 'millrace.openDiagram')
    return executions.length > 0 ? [run, debug, preview, diagram] : [diagram]
  })
}
