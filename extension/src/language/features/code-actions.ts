import {
  type CodeAction,
  CodeActionKind,
  type Diagnostic,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-types'
import { type Command, isRefusal, type JobOperator, plan } from '../../document/index.ts'
import { findingsOf } from '../findings/find.ts'
import type { Splice } from '../findings/finding.ts'
import { suggestedName, suggestedUid } from '../findings/naming.ts'
import { lspRange, type OpenJob, operatorAt } from '../open-job.ts'
import { diagnosticOf } from './diagnostics.ts'

/** A change of the operator at the cursor that is offered whatever is wrong; undefined where it makes no sense. */
type Refactoring = (job: OpenJob, operator: JobOperator) => { title: string; edits: readonly Splice[] } | undefined

const refactorings: readonly Refactoring[] = [
  (job, operator) => {
    if (operator.named || operator.kind === 'unconnected') return undefined
    const name = suggestedName(job.model, operator)
    return planned(`Name this operator: ${name}`, job, { command: 'rename', operator: operator.id, name })
  },
  (job, operator) => {
    if (operator.uid !== undefined || operator.kind === 'unconnected') return undefined
    const uid = suggestedUid(job.model, operator)
    return planned(`Give it a uid: ${uid}`, job, { command: 'setUid', operator: operator.id, uid })
  },
  (job, { id }) => planned('Extract to a variable', job, { command: 'extract', operator: id }),
  (job, { id }) => {
    const inputs = job.model.edges.filter(({ target }) => target === id)
    if (inputs.length !== 1) return undefined
    return planned('Split the chain before it', job, { command: 'extract', operator: inputs[0].source })
  },
]

/** What carries out a command of one operator; undefined where that is refused. */
function planned(title: string, { model }: OpenJob, command: Extract<Command, { operator: number }>) {
  const outcome = plan(model, command)
  return isRefusal(outcome) ? undefined : { title, edits: outcome.edits }
}

/** The light bulb. @param known the diagnostics in the range, also those of others */
export function codeActions(job: OpenJob, range: Range, known: readonly Diagnostic[]): CodeAction[] {
  const { document } = job
  if (!job.model.isJob) return []
  const from = document.offsetAt(range.start)
  const to = document.offsetAt(range.end)
  const fixes = findingsOf(job)
    .filter((finding) => finding.range.offset <= to && finding.range.offset + finding.range.length >= from)
    .flatMap((finding) =>
      (finding.fixes ?? []).map(
        ({ title, edits }, index): CodeAction => ({
          title,
          kind: CodeActionKind.QuickFix,
          diagnostics: [diagnosticOf(job, finding)],
          isPreferred: index === 0,
          edit: workspaceEdit(job, edits),
        }),
      ),
    )
  const operator = job.model.syntaxError ? undefined : operatorAt(job, from)
  const offers = operator && operator.kind !== 'opaque' ? refactorings.map((offer) => offer(job, operator)) : []
  return [
    ...fixes,
    ...asModule(job, known),
    ...offers
      .filter((offer) => offer !== undefined)
      .map(
        ({ title, edits }): CodeAction => ({
          title,
          kind: CodeActionKind.RefactorRewrite,
          edit: workspaceEdit(job, edits),
        }),
      ),
  ]
}

/** TypeScript refuses `await` at the top of files that are CommonJS modules, which an ending can change. */
function asModule({ document }: OpenJob, known: readonly Diagnostic[]): CodeAction[] {
  if (!document.uri.endsWith('.flow.ts')) return []
  const diagnostics = known.filter(({ code }) => code === 1309 || code === 1378)
  if (diagnostics.length === 0) return []
  const newUri = document.uri.replace(/\.ts$/, '.mts')
  const edit: WorkspaceEdit = { documentChanges: [{ kind: 'rename', oldUri: document.uri, newUri }] }
  const title = 'Rename the job to .flow.mts, in which await may stand at the top'
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics, isPreferred: true, edit }]
}

/** The edits hold for this version of the document only. */
function workspaceEdit({ document }: OpenJob, edits: readonly Splice[]): WorkspaceEdit {
  const { uri, version } = document
  const textEdits = edits.map((edit): TextEdit => ({ range: lspRange(document, edit), newText: edit.text }))
  return { documentChanges: [{ textDocument: { uri, version }, edits: textEdits }] }
}
