import { basename, dirname, join } from 'node:path'
import type { FromMetrics } from 'millrace-webview/shared'
import * as vscode from 'vscode'
import type { Runs } from '../run/index.ts'
import { webviewHtml } from '../webview/index.ts'
import { metricsCsv } from './metrics-job.ts'
import { MetricsSession } from './metrics-session.ts'
import { openPlace } from './open-place.ts'

/** The view "Metrics" of the Millrace panel. */
export class MetricsPanel implements vscode.WebviewViewProvider {
  static readonly viewType = 'millrace.metrics'
  private readonly runs: Runs
  private readonly extensionUri: vscode.Uri

  constructor(runs: Runs, extensionUri: vscode.Uri) {
    this.runs = runs
    this.extensionUri = extensionUri
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view
    const session = new MetricsSession(this.runs, {
      post: (message) => void webview.postMessage(message),
      visible: () => view.visible,
      saveCsv: (job) => void this.saveCsv(job),
      open: (place) => void openPlace(place),
      runJob: () => void vscode.commands.executeCommand('millrace.runJob'),
    })
    webview.onDidReceiveMessage((message: FromMetrics) => session.receive(message))
    view.onDidChangeVisibility(() => session.visibilityChanged())
    view.onDidDispose(() => session.dispose())
    webviewHtml(webview, this.extensionUri, 'metrics', 'Millrace metrics')
  }

  /** Asks for a file and writes what is kept of a job of the shown run to it. */
  private async saveCsv(job: number): Promise<void> {
    const { shown } = this.runs
    const observed = shown?.metrics.job(job)
    if (!shown || !observed) return
    const text = metricsCsv(observed)
    const name = basename(shown.file).replace(/\.flow\.m?ts$/, '')
    const target = await vscode.window.showSaveDialog({
      defaultUri: vscode.Uri.file(join(dirname(shown.file), `${name}-metrics.csv`)),
      filters: { CSV: ['csv'] },
    })
    if (!target) return
    try {
      await vscode.workspace.fs.writeFile(target, Buffer.from(text))
    } catch (error) {
      void vscode.window.showErrorMessage(
        vscode.l10n.t('The metrics could not be saved: {0}', (error as Error).message),
      )
    }
  }
}
