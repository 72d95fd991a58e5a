import { basename, join } from 'node:path'
import type { FromOutput } from 'millrace-webview/shared'
import * as vscode from 'vscode'
import { webviewHtml } from '../webview/index.ts'
import { openPlace } from './open-place.ts'
import { folderOf, type OutputRuns } from './output-runs.ts'
import { OutputSession } from './output-session.ts'
import { plainLine } from './panel-line.ts'

/** The view "Output" of the Millrace panel. */
export class OutputPanel implements vscode.WebviewViewProvider {
  static readonly viewType = 'millrace.output'
  private readonly runs: OutputRuns
  private readonly extensionUri: vscode.Uri
  private view: vscode.WebviewView | undefined

  constructor(runs: OutputRuns, extensionUri: vscode.Uri) {
    this.runs = runs
    this.extensionUri = extensionUri
  }

  /** Whether somebody can see it. */
  get visible(): boolean {
    return this.view?.visible ?? false
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.view = view
    const { webview } = view
    const session = new OutputSession(this.runs, {
      post: (message) => void webview.postMessage(message),
      visible: () => view.visible,
      copy: (text) => void vscode.env.clipboard.writeText(text),
      copyAll: () => void this.copyAll(),
      saveAs: () => void this.saveAs(),
      open: (place) => void openPlace(place),
      openUrl: (url) => void openUrl(url),
      runJob: () => void vscode.commands.executeCommand('millrace.runJob'),
      debugRecord: (run) => void vscode.commands.executeCommand('millrace.debugRecord', run),
    })
    webview.onDidReceiveMessage((message: FromOutput) => session.receive(message))
    view.onDidChangeVisibility(() => session.shown())
    view.onDidDispose(() => {
      session.dispose()
      this.view = undefined
    })
    webviewHtml(webview, this.extensionUri, 'output', 'Millrace output')
  }

  /** Copies every line that is kept, whatever the filter says. */
  async copyAll(): Promise<void> {
    await vscode.env.clipboard.writeText(this.text())
  }

  /** Asks for a file and writes every line that is kept to it, whatever the filter says. */
  async saveAs(): Promise<void> {
    const { shown } = this.runs
    if (!shown) {
      void vscode.window.showInformationMessage(vscode.l10n.t('There is no output to save: run a job first.'))
      return
    }
    const text = this.text()
    const name = basename(shown.file).replace(/\.flow\.m?ts$/, '')
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.file(join(folderOf(shown), `${name}.log`)),
      filters: { [vscode.l10n.t('Text')]: ['log', 'txt'] },
    })
    if (!target) return
    try {
      await vscode.workspace.fs.writeFile(target, Buffer.from(text))
    } catch (error) {
      void vscode.window.showErrorMessage(vscode.l10n.t('The output could not be saved: {0}', (error as Error).message))
    }
  }

  private text(): string {
    const output = this.runs.shown?.output
    if (!output) return ''
    return output
      .slice(output.first, output.end)
      .map((line) => `${plainLine(line)}\n`)
      .join('')
  }
}

/** A job's output is anybody's text: it may lead to the web, and not to a program. */
async function openUrl(url: string): Promise<void> {
  const uri = vscode.Uri.parse(url)
  if (uri.scheme === 'http' || uri.scheme === 'https') await vscode.env.openExternal(uri)
}
