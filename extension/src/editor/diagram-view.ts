import type { Act, Diagram, FromDiagram, Outcome, RequestName, Requests, ToDiagram } from 'millrace-webview/shared'
import * as vscode from 'vscode'
import { changeOf, factoriesOf, liveOf, paletteOf } from '../diagram/index.ts'
import type { DebugMarks } from './debug-marks.ts'
import type { LiveRuns } from './live-runs.ts'
import type { OpenJob } from './open-job.ts'
import { pickFile, saveFile, showText } from './windows.ts'

type Handlers = {
  readonly [Name in RequestName]: (params: Requests[Name]['params']) => Promise<Requests[Name]['result']>
}

/** One pane with a diagram: the host's end of its protocol. */
export class DiagramView {
  readonly job: OpenJob
  readonly panel: vscode.WebviewPanel
  private readonly handlers: Handlers
  private readonly listening: vscode.Disposable
  private readonly live: LiveRuns
  private readonly marks: DebugMarks
  private readonly unfollow: () => void
  private stopWatching: (() => void) | undefined
  /** Whether the page was told of a run. */
  private toldOfRun = false
  private shown: Diagram | undefined
  private selected: readonly string[] = []

  constructor(
    job: OpenJob,
    panel: vscode.WebviewPanel,
    live: LiveRuns,
    marks: DebugMarks,
    selectionChanged: () => void,
  ) {
    this.live = live
    this.marks = marks
    this.job = job
    this.panel = panel
    const { diagram, text } = job
    this.handlers = {
      edit: ({ version, command, at }) => diagram.edit(version, command, at),
      preview: ({ version, command }) => diagram.preview(version, command),
      move: ({ moves }) => diagram.move(moves),
      arrange: ({ keys }) => diagram.arrangeAnew(keys),
      copy: async ({ version, operators, cut }): Promise<Outcome> => {
        const copied = await diagram.textOf(version, operators)
        if (typeof copied !== 'string') return copied
        await vscode.env.clipboard.writeText(copied)
        return cut ? diagram.edit(version, { command: 'removeAll', operators }) : { done: true, newErrors: [] }
      },
      paste: async ({ text: given, at }) => diagram.paste(given ?? (await vscode.env.clipboard.readText()), at),
      draft: async (params) => (await diagram.draft(params)) ?? null,
      pickFile: () => pickFile(text.document.uri),
      saveFile: (params) => saveFile(text.document.uri, params),
    }
    this.unfollow = live.onChange((file) => {
      if (file === text.document.uri.fsPath && panel.visible) this.showLive()
    })
    this.listening = vscode.Disposable.from(
      marks.onChange(() => panel.visible && this.showDebugging()),
      panel.webview.onDidReceiveMessage((message: FromDiagram) => {
        if (message.type === 'selected') {
          this.selected = message.keys
          selectionChanged()
        }
        void this.receive(message)
      }),
    )
  }

  get selection(): readonly string[] {
    return this.selected
  }

  get diagram(): Diagram | undefined {
    return this.shown
  }

  act(act: Act): void {
    this.post({ type: 'act', act })
  }

  select(keys: readonly string[]): void {
    this.post({ type: 'select', keys, reveal: true })
  }

  dispose(): void {
    this.stopWatching?.()
    this.unfollow()
    this.listening.dispose()
  }

  /** What a run of the job does, in the boxes as they are now. */
  private showLive(): void {
    const { diagram, text } = this.job
    const run = this.live.of(text.document.uri.fsPath)
    if (!this.shown || (!run && !this.toldOfRun)) return
    this.toldOfRun = run !== undefined
    this.post({ type: 'live', live: run && diagram.model ? liveOf(diagram.model, this.shown, run) : null })
  }

  private showDebugging(): void {
    if (this.shown) this.post({ type: 'debugging', debugging: this.marks.of(this.job, this.shown) })
  }

  /** Sets a breakpoint where the function of a box begins, or takes its breakpoints away. */
  async toggleBreakpoint(key: string): Promise<void> {
    const problem = this.shown && (await this.marks.toggle(this.job, this.shown, key))
    if (problem) void vscode.window.showInformationMessage(problem)
  }

  private post(message: ToDiagram): void {
    void this.panel.webview.postMessage(message)
  }

  private async receive(message: FromDiagram): Promise<void> {
    const { diagram, text } = this.job
    switch (message.type) {
      case 'ready':
        this.post({ type: 'welcome', palette: paletteOf(), factories: factoriesOf(), drafts: diagram.drafts.all })
        this.stopWatching?.()
        // The page is there anew, and has none.
        this.shown = undefined
        diagram.suits(message.pane)
        this.stopWatching = diagram.watch({
          diagram: (shown) => {
            const before = this.shown
            this.shown = shown
            if (before) this.post({ type: 'diagramChanged', change: changeOf(before, shown) })
            else this.post({ type: 'diagram', diagram: shown })
            this.showLive()
            this.showDebugging()
          },
          select: (keys, reveal) => this.post({ type: 'select', keys, reveal }),
        })
        break
      case 'request':
        await this.answer(message)
        break
      case 'selected':
        if (message.byPerson) this.showSelected(message.keys)
        break
      case 'openGroup':
        diagram.openGroup(message.key, message.open)
        break
      case 'turn':
        diagram.turn(message.direction)
        break
      case 'showText': {
        const range = diagram.rangeOf(message.key)
        if (range) await showText(text.document, text.range(range.offset, 0))
        break
      }
      case 'showLine':
        await showText(text.document, new vscode.Range(message.line - 1, 0, message.line - 1, 0))
        break
      case 'draft':
        diagram.drafts.set(message.draft)
        break
      case 'toggleBreakpoint':
        await this.toggleBreakpoint(message.key)
        break
      case 'forgetRun':
        this.live.forget(message.run)
        break
      case 'debugRecord':
        await vscode.commands.executeCommand('millrace.debugRecord', message.run)
        break
      case 'showRecords':
      case 'previewRecords':
        await vscode.commands.executeCommand(`millrace.${message.type}`, text.document.uri, message)
        break
      case 'copyText':
        await vscode.env.clipboard.writeText(message.text)
        break
      case 'command':
        await vscode.commands.executeCommand(COMMANDS[message.command])
        break
    }
  }

  private async answer(message: Extract<FromDiagram, { type: 'request' }>): Promise<void> {
    const { id, name, params } = message
    try {
      const result = await this.handlers[name](params as never)
      this.post({ type: 'answer', id, result })
    } catch (error) {
      this.post({ type: 'failed', id, message: error instanceof Error ? error.message : String(error) })
    }
  }

  /** Shows what is selected in the texts that are open beside the diagram. The focus stays. */
  private showSelected([key]: readonly string[]): void {
    if (key === undefined) return
    const { text, diagram } = this.job
    const found = diagram.rangeOf(key)
    if (!found) return
    const range = text.range(found.offset, 0)
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document !== text.document) continue
      editor.selection = new vscode.Selection(range.start, range.start)
      editor.revealRange(text.range(found.offset, found.length), vscode.TextEditorRevealType.InCenterIfOutsideViewport)
    }
  }
}

const COMMANDS = {
  restart: 'millrace.restartLanguageServer',
  newJob: 'millrace.newJob',
  openSample: 'millrace.openSample',
} as const
