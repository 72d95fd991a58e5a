import { availableParallelism } from 'node:os'
import { basename } from 'node:path'
import * as vscode from 'vscode'
import { matchRun, type RunGraph } from '../diagram/index.ts'
import { graphOf, type JobModel } from '../document/index.ts'
import { type DiagramEditor, showText } from '../editor/index.ts'
import type { JobLanguage } from '../language/index.ts'
import type { Run, Runs } from '../run/index.ts'
import { type GraphSource, jobOfRun, jobOfText, type ShownGraphs } from './graph-source.ts'

/** What of the editor the view "Physical graph" is about. */
export interface GraphEditor {
  readonly runs: Runs
  readonly language: JobLanguage
  readonly editor: DiagramEditor
  /** The job in the active tab. */
  activeJob(): vscode.Uri | undefined
  /** Shows what flows along an edge of the last run of a file. @param edge `job:edge`, ids of the run */
  showRecords(file: string, edge: string): void
}

/**
 * The graphs that the view shows: of the run that is shown while it goes on, and afterwards until its text changes or
 * another job is in front; else of the text in front.
 */
export class EditorGraphs implements GraphSource, vscode.Disposable {
  private readonly deps: GraphEditor
  private readonly changed = new vscode.EventEmitter<void>()
  private readonly outdated = new WeakSet<Run>()
  private readonly watched = new WeakSet<Run>()
  private readonly listening: vscode.Disposable

  constructor(deps: GraphEditor) {
    this.deps = deps
    const { runs, language } = deps
    const tell = () => this.changed.fire()
    this.listening = vscode.Disposable.from(
      this.changed,
      new vscode.Disposable(runs.onChange(() => this.follow())),
      vscode.window.tabGroups.onDidChangeTabs(tell),
      vscode.window.tabGroups.onDidChangeTabGroups(tell),
      language.onModelChanged(({ uri }) => {
        const run = runs.shown
        if (run?.hasEnded && uri === vscode.Uri.file(run.file).toString()) this.outdated.add(run)
        if (uri === deps.activeJob()?.toString()) tell()
      }),
    )
  }

  onChange(listener: () => void): () => void {
    const subscription = this.changed.event(listener)
    return () => subscription.dispose()
  }

  async graphs(): Promise<ShownGraphs | string | undefined> {
    const run = this.runToShow()
    const known = run?.metrics.jobs.filter(({ graph }) => graph !== undefined) ?? []
    if (run && known.length > 0) return ofRun(run)
    const uri = this.deps.activeJob() ?? (run && vscode.Uri.file(run.file))
    if (!uri) return undefined
    const model = (await this.deps.language.model(uri.toString()))?.model
    if (!model) return undefined
    if (model.syntaxError)
      return vscode.l10n.t('{0} has a syntax error: correct it to see its graph.', basename(uri.path))
    return ofText(uri, model)
  }

  reveal(job: number, operatorId: number, where: 'diagram' | 'text'): void {
    void this.show(job, operatorId, where)
  }

  showRecords(job: number, edgeId: number): void {
    const run = this.runToShow()
    if (run) this.deps.showRecords(run.file, `${job}:${edgeId}`)
  }

  dispose(): void {
    this.listening.dispose()
  }

  /** The run that the view is about, if it is about one. */
  private runToShow(): Run | undefined {
    const run = this.deps.runs.shown
    if (!run) return undefined
    if (!run.hasEnded) return run
    const active = this.deps.activeJob()
    return this.outdated.has(run) || (active && active.fsPath !== run.file) ? undefined : run
  }

  private follow(): void {
    const { shown } = this.deps.runs
    if (shown && !this.watched.has(shown)) {
      this.watched.add(shown)
      let graphs = 0
      shown.metrics.onSample(() => {
        const known = shown.metrics.jobs.filter(({ graph }) => graph !== undefined).length
        if (known !== graphs) this.changed.fire()
        graphs = known
      })
    }
    this.changed.fire()
  }

  private async show(job: number, operatorId: number, where: 'diagram' | 'text'): Promise<void> {
    const { editor, language, activeJob } = this.deps
    const run = this.runToShow()
    const uri = run ? vscode.Uri.file(run.file) : activeJob()
    const model = uri && (await language.model(uri.toString()))?.model
    const id = model && (run ? idInText(model, run, job, operatorId) : graphOf(model, job).operators[operatorId]?.id)
    const operator = model?.operators.find((one) => one.id === id)
    if (!uri || !operator) {
      void vscode.window.showInformationMessage(vscode.l10n.t('The text does not have this operator any more.'))
      return
    }
    if (where === 'diagram') {
      if (!editor.viewOf(uri)) await vscode.commands.executeCommand('millrace.openDiagram', uri)
      editor.viewOf(uri)?.select([operator.key])
      return
    }
    const document = await vscode.workspace.openTextDocument(uri)
    const start = document.positionAt(operator.range.offset)
    await showText(document, new vscode.Range(start, start))
  }
}

function idInText(model: JobModel, run: Run, job: number, operatorId: number): number | undefined {
  const graph = run.metrics.job(job)?.graph?.logical as RunGraph | undefined
  const name = run.statuses.find((status) => status.job === job)?.name ?? ''
  return graph && matchRun(model, graph, name, job).operators.get(operatorId)
}

function ofRun(run: Run): ShownGraphs {
  const { metrics, statuses, hasEnded, control } = run
  const jobs = metrics.jobs.flatMap(({ job, graph }) => {
    const name = statuses.find((status) => status.job === job)?.name ?? String(job)
    return graph ? [jobOfRun({ job, name }, graph)] : []
  })
  const current = statuses.filter(({ job }) => jobs.some((one) => one.job === job)).at(-1)?.job
  return {
    file: run.name,
    of: hasEnded ? 'ended' : 'run',
    jobs,
    current,
    async metrics(job) {
      const latest = control && !run.hasEnded ? await control.metrics(job) : metrics.job(job)?.latest
      if (!latest) throw new Error('the job has told nothing')
      return latest
    },
    ...(control ? { channels: (job, edges, at) => control.channels(job, edges, at) } : {}),
  }
}

function ofText(uri: vscode.Uri, model: JobModel): ShownGraphs {
  const settings = vscode.workspace.getConfiguration('millrace', uri).get<number | null>('threads')
  const threads = settings ?? availableParallelism()
  const jobs = model.environments.map(({ name }, job) => {
    const { graph } = graphOf(model, job)
    graph.resolveDefaults()
    return jobOfText({ job, name: name ?? `job ${job + 1}` }, graph, { threads })
  })
  return { file: basename(uri.path), of: 'text', jobs }
}
