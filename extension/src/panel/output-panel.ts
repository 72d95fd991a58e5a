import type { FromOutput, ToOutput } from 'millrace-webview/shared'
import type * as vscode from 'vscode'
import type { JobOutput } from '../run/index.ts'
import { webviewHtml } from '../webview/index.ts'
import { page } from './output-pages.ts'

/** Shortest time between two messages that there are new lines, milliseconds. */
const PING_MS = 50

/** The view "Output" of the Millrace panel. It is told that something is new while it can be seen, and pulls. */
export class OutputPanel implements vscode.WebviewViewProvider {
  static readonly viewType = 'millrace.output'
  private readonly output: JobOutput
  private readonly extensionUri: vscode.Uri

  constructor(output: JobOutput, extensionUri: vscode.Uri) {
    this.output = output
    this.extensionUri = extensionUri
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view
    let timer: NodeJS.Timeout | undefined
    const post = (message: ToOutput) => void webview.postMessage(message)
    const ping = () => {
      timer = undefined
      if (view.visible) post({ type: 'changed' })
    }
    webview.onDidReceiveMessage((message: FromOutput) => post(page(this.output, message)))
    const unsubscribe = this.output.onChange(() => {
      timer ??= setTimeout(ping, PING_MS)
    })
    // What came while nobody looked; a view that was torn down meanwhile pulls by itself.
    view.onDidChangeVisibility(ping)
    view.onDidDispose(() => {
      unsubscribe()
      clearTimeout(timer)
    })
    webviewHtml(webview, this.extensionUri, 'panel', 'Millrace output')
  }
}
