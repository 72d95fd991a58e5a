import * as vscode from 'vscode'
import { type LiveRate, liveRates } from '../diagram/index.ts'
import type { JobLanguage } from '../language/index.ts'
import type { LiveRuns } from './live-runs.ts'

const JOBS: vscode.DocumentSelector = { pattern: '**/*.flow.{ts,mts}' }
/** Numbers that change more often cannot be read. */
const SHORTEST_MS = 1_000

/** Shows in a job's text what each operator does while the job runs, as the setting says. */
export class LiveRates implements vscode.Disposable {
  private readonly live: LiveRuns
  private readonly language: JobLanguage
  private readonly inlays = new vscode.EventEmitter<void>()
  private readonly lenses = new vscode.EventEmitter<void>()
  private readonly listening: vscode.Disposable
  private timer: NodeJS.Timeout | undefined
  private told = 0
  /** By run that has ended, which version of its text its numbers are shown in. */
  private readonly endedAt = new Map<number, number>()

  constructor(live: LiveRuns, language: JobLanguage) {
    this.live = live
    this.language = language
    this.listening = vscode.Disposable.from(
      this.inlays,
      this.lenses,
      vscode.languages.registerInlayHintsProvider(JOBS, {
        onDidChangeInlayHints: this.inlays.event,
        provideInlayHints: (document, range) => this.hints(document, range),
      }),
      vscode.languages.registerCodeLensProvider(JOBS, {
        onDidChangeCodeLenses: this.lenses.event,
        provideCodeLenses: (document) => this.lensesOf(document),
      }),
      new vscode.Disposable(live.onChange((file) => this.changed(file))),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration('millrace.liveRates')) return
        this.inlays.fire()
        this.lenses.fire()
      }),
    )
  }

  dispose(): void {
    clearTimeout(this.timer)
    this.listening.dispose()
  }

  /** A hint each, behind the call: the text keeps its lines, and what the language server writes there stands beside it. */
  private async hints(document: vscode.TextDocument, range: vscode.Range): Promise<vscode.InlayHint[]> {
    return (await this.rates(document, 'inlay')).flatMap(({ range: { offset, length }, text, tooltip }) => {
      const at = document.positionAt(offset + length)
      if (!range.contains(at)) return []
      const hint = new vscode.InlayHint(at, text)
      hint.tooltip = tooltip
      hint.paddingLeft = true
      return [hint]
    })
  }

  private async lensesOf(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    return (await this.rates(document, 'lens')).map(({ range: { offset }, text, tooltip }) => {
      const at = document.positionAt(offset)
      return new vscode.CodeLens(new vscode.Range(at, at), { title: text, tooltip, command: '' })
    })
  }

  private async rates(document: vscode.TextDocument, as: 'inlay' | 'lens'): Promise<LiveRate[]> {
    const { uri, version } = document
    if (uri.scheme !== 'file' || !this.live.of(uri.fsPath)) return []
    if (vscode.workspace.getConfiguration('millrace', uri).get('liveRates', 'inlay') !== as) return []
    const known = await this.language.model(uri.toString())
    // What is known of another text would stand at wrong places; who types is told again in a moment.
    if (known?.version !== document.version || version !== document.version) return []
    const run = this.live.of(uri.fsPath)
    if (!run || known.model.syntaxError) return []
    if (this.live.runOf(uri.fsPath)?.hasEnded) {
      const shownIn = this.endedAt.get(run.id) ?? version
      this.endedAt.set(run.id, shownIn)
      if (shownIn !== version) return []
    }
    return liveRates(known.model, run)
  }

  private changed(file: string): void {
    const open = vscode.window.visibleTextEditors.some(({ document }) => document.uri.fsPath === file)
    if (!open || this.timer !== undefined) return
    const wait = Math.max(0, this.told + SHORTEST_MS - Date.now())
    this.timer = setTimeout(() => this.tell(), wait)
  }

  private tell(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.told = Date.now()
    // To ask for hints or lenses is to ask everybody for theirs.
    const as = vscode.workspace.getConfiguration('millrace').get<string>('liveRates', 'inlay')
    if (as === 'inlay') this.inlays.fire()
    if (as === 'lens') this.lenses.fire()
  }
}
