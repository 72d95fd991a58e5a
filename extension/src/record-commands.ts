import * as vscode from 'vscode'
import { jobToStart } from './commands.ts'
import {
  edgeInRun,
  edgesAt,
  edgesOfOperators,
  type JobGraph,
  jobNameOf,
  matchRun,
  operatorAt,
  operatorInJob,
} from './diagram/index.ts'
import type { JobModel } from './document/index.ts'
import type { DiagramEditor } from './editor/index.ts'
import type { JobLanguage } from './language/index.ts'
import type { BuildProblems, JobPreviewer, PreviewTarget } from './launch/index.ts'
import { newTest } from './new-test.ts'
import type { RecordsPanel } from './panel/index.ts'
import type { PreviewRun, Previews, Runs } from './run/index.ts'

/**
 * What a command is called on besides a job: a box or an arrow of its diagram by key, all of the job with this number
 * (from a lens), or nothing: then it is about what is selected, else about the operator at the cursor.
 */
type At = { readonly key?: string; readonly edge?: string } | number | undefined

export interface RecordDeps {
  readonly runs: Runs
  readonly previews: Previews
  readonly previewer: JobPreviewer
  readonly language: JobLanguage
  readonly editor: DiagramEditor
  readonly panel: RecordsPanel
  readonly problems: BuildProblems
  /** Absolute path of a file of the extension, beside which its own runtime is found. */
  readonly extensionFile: string
}

/** Commands that show the records of a job at a place of its diagram or its text. */
export class RecordCommands {
  private readonly deps: RecordDeps
  private selected = ''

  constructor(deps: RecordDeps) {
    this.deps = deps
  }

  register(): vscode.Disposable {
    const { previews, problems, editor, panel, extensionFile } = this.deps
    return vscode.Disposable.from(
      vscode.commands.registerCommand('millrace.previewRecords', (given, at) => this.preview(given, at)),
      vscode.commands.registerCommand('millrace.showRecords', (given, at) => this.show(given, at)),
      vscode.commands.registerCommand('millrace.newTest', (given, records) =>
        newTest(
          { modelOf: (uri) => this.modelOf(uri), pinnedOf: (file) => panel.session.pinnedOf(file), extensionFile },
          given,
          records,
        ),
      ),
      editor.onActiveChanged(() => this.followSelection()),
      new vscode.Disposable(
        previews.onChange((preview) => {
          if (preview.state !== 'cancelled') problems.show(preview.file, preview.error)
        }),
      ),
    )
  }

  /** Shows the records after every step, up to an operator. */
  private async preview(given: unknown, at: At): Promise<void> {
    const uri = jobToStart(given)
    if (!uri) return
    const { panel, previewer } = this.deps
    panel.reveal()
    await previewer.preview(uri, () => this.targetAt(uri, at))
  }

  /** Makes a preview again, up to the same operator, wherever that is in the text by now. */
  async previewAgain({ file, request, result }: PreviewRun): Promise<void> {
    const uri = jobToStart(vscode.Uri.file(file))
    if (!uri) return
    const { operator, job, jobName } = request
    await this.deps.previewer.preview(uri, async () => {
      const model = await this.modelOf(uri)
      if (!model || typeof operator !== 'number' || !result?.graph) return request
      const id = matchRun(model, result.graph, jobName, job).operators.get(operator)
      const found = id === undefined ? undefined : operatorInJob(model, id)
      return found ? { ...found, operatorName: found.name } : request
    })
  }

  private async targetAt(uri: vscode.Uri, at: At): Promise<PreviewTarget | undefined> {
    const model = await this.modelOf(uri)
    if (!model) return undefined
    if (typeof at === 'number') return { job: at, jobName: jobNameOf(model, at) }
    const [last] = this.operatorsAt(uri, model, at).slice(-1)
    const found = last === undefined ? undefined : operatorInJob(model, last)
    if (!found) return { job: 0, jobName: jobNameOf(model, 0) }
    const { name, ...operator } = found
    return { ...operator, operatorName: name }
  }

  /** Shows what flows along an edge of the job's run, or what its preview has found there. */
  private async show(given: unknown, at: At): Promise<void> {
    const uri = jobToStart(given)
    const model = uri && (await this.modelOf(uri))
    if (!model) return
    const { runs, previews, panel } = this.deps
    const file = uri.fsPath
    panel.reveal()
    const run = runs.all.find((one) => one.file === file)
    if (run) runs.show(run)
    const mode = panel.session.shows(file) ?? (run ? 'live' : 'preview')
    if (mode === 'preview' && !previews.of(file)) {
      void vscode.window.showInformationMessage(vscode.l10n.t('Run this job, or preview it, to see its records.'))
      return
    }
    const edges = this.edgesAt(uri, model, at)
    const found = edgeInRun(model, this.graphsOf(file, mode), edges)
    if (found) panel.session.showEdge(file, `${found.job}:${found.edge}`, mode)
  }

  /** An arrow or a box that somebody selects in the diagram chooses the edge, where the view is about its job. */
  private followSelection(): void {
    const { editor, panel } = this.deps
    const view = editor.active
    const file = view?.job.text.document.uri.fsPath
    const mode = file === undefined ? undefined : panel.session.shows(file)
    const [key, another] = view?.selection ?? []
    const selected = `${file} ${key}`
    if (selected === this.selected) return
    this.selected = selected
    const { diagram, job } = view ?? {}
    if (file === undefined || !mode || key === undefined || another !== undefined || !diagram || !job?.diagram.model)
      return
    const { model } = job.diagram
    const found = edgeInRun(model, this.graphsOf(file, mode), edgesAt(model, diagram, key))
    if (found) panel.session.showEdge(file, `${found.job}:${found.edge}`, mode)
  }

  private graphsOf(file: string, mode: 'live' | 'preview'): JobGraph[] {
    const { runs, previews } = this.deps
    if (mode === 'preview') {
      const { result, request } = previews.of(file) ?? {}
      return result?.graph && request ? [{ job: request.job, name: request.jobName, graph: result.graph }] : []
    }
    const run = runs.shown
    return (run?.statuses ?? []).flatMap(({ job, name }): JobGraph[] => {
      const graph = run?.metrics.job(job)?.graph?.logical as JobGraph['graph'] | undefined
      return graph ? [{ job, name, graph }] : []
    })
  }

  /** A diagram has a model with the keys that it draws; a text the server's. */
  private async modelOf(uri: vscode.Uri): Promise<JobModel | undefined> {
    const { editor, language } = this.deps
    return editor.viewOf(uri)?.job.diagram.model ?? (await language.model(uri.toString()))?.model
  }

  private edgesAt(uri: vscode.Uri, model: JobModel, at: At): number[] {
    const diagram = this.deps.editor.viewOf(uri)?.diagram
    const key = typeof at === 'object' ? (at.edge ?? at.key) : undefined
    if (key !== undefined && diagram) return edgesAt(model, diagram, key)
    return edgesOfOperators(model, this.operatorsAt(uri, model, at))
  }

  /** Numbers of the operators in the model: of a box all that it stands for. */
  private operatorsAt(uri: vscode.Uri, model: JobModel, at: At): readonly number[] {
    const view = this.deps.editor.viewOf(uri)
    const text = vscode.window.activeTextEditor
    const isText = text?.document.uri.toString() === uri.toString()
    const key = typeof at === 'object' && at.key !== undefined ? at.key : isText ? undefined : view?.selection[0]
    const node = view?.diagram?.nodes.find((one) => one.key === key)
    if (node) return node.operators
    const arrow = view?.diagram?.edges.find((one) => one.key === key)
    if (arrow) return model.edges.flatMap(({ id, source }) => (id === arrow.edge ? [source] : []))
    if (!isText) return []
    const operator = operatorAt(model, text.document.offsetAt(text.selection.active))
    return operator ? [operator.id] : []
  }
}
