import * as vscode from 'vscode'
import type { JobLanguage } from '../language/index.ts'
import { webviewHtml } from '../webview/index.ts'
import { DebugMarks } from './debug-marks.ts'
import { DiagramView } from './diagram-view.ts'
import type { LiveRuns } from './live-runs.ts'
import { OpenJob } from './open-job.ts'

interface Shared {
  readonly job: Promise<OpenJob>
  views: number
}

/** The custom editor that shows a job's text as a diagram, and writes what people draw into the text. */
export class DiagramEditor implements vscode.CustomTextEditorProvider {
  static readonly viewType = 'millrace.diagram'
  private readonly language: JobLanguage
  private readonly live: LiveRuns
  private readonly marks: DebugMarks
  private readonly extensionUri: vscode.Uri
  /** By URI: two diagrams of one file share one job. */
  private readonly jobs = new Map<string, Shared>()
  private readonly views = new Set<DiagramView>()
  private readonly changed = new vscode.EventEmitter<DiagramView | undefined>()
  /** The diagram in front, its content or what is selected in it has changed. */
  readonly onActiveChanged = this.changed.event

  constructor(language: JobLanguage, live: LiveRuns, extensionUri: vscode.Uri) {
    this.language = language
    this.live = live
    this.marks = new DebugMarks(language)
    this.extensionUri = extensionUri
  }

  /** The diagram in front; else one that can be seen. */
  get active(): DiagramView | undefined {
    const views = [...this.views]
    return views.find(({ panel }) => panel.active) ?? views.find(({ panel }) => panel.visible)
  }

  /** The diagram of a job: the one in front, of several. */
  viewOf(uri: vscode.Uri): DiagramView | undefined {
    const views = [...this.views].filter(({ job }) => job.text.uri === uri.toString())
    return views.find(({ panel }) => panel.active) ?? views.find(({ panel }) => panel.visible)
  }

  /** Brings what somebody is writing in the diagram of a job into its text. */
  async applyDrafts(uri: vscode.Uri): Promise<void> {
    const job = await this.jobs.get(uri.toString())?.job
    await job?.applyDrafts()
  }

  async resolveCustomTextEditor(document: vscode.TextDocument, panel: vscode.WebviewPanel): Promise<void> {
    const uri = document.uri.toString()
    const shared = this.jobs.get(uri) ?? { job: OpenJob.of(document, this.language), views: 0 }
    this.jobs.set(uri, shared)
    shared.views++
    let ended = false
    let view: DiagramView | undefined
    let stopWatching: (() => void) | undefined
    panel.onDidDispose(() => {
      ended = true
      stopWatching?.()
      if (view) this.views.delete(view)
      view?.dispose()
      if (--shared.views === 0) {
        this.jobs.delete(uri)
        void shared.job.then((job) => job.dispose())
      }
      this.changed.fire(this.active)
    })
    const job = await shared.job
    if (ended) return
    view = new DiagramView(job, panel, this.live, this.marks, () => this.changed.fire(this.active))
    this.views.add(view)
    panel.onDidChangeViewState(() => this.changed.fire(this.active))
    stopWatching = job.diagram.watch({ diagram: () => this.changed.fire(this.active), select: () => {} })
    webviewHtml(panel.webview, this.extensionUri, 'editor', vscode.l10n.t('Millrace diagram'))
    this.changed.fire(this.active)
  }
}
