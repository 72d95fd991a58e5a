import type { FromPhysicalGraph } from 'millrace-webview/shared'
import type * as vscode from 'vscode'
import { webviewHtml } from '../webview/index.ts'
import { GraphSession } from './graph-session.ts'
import { type GraphSource, physicalText } from './graph-source.ts'

/** The view "Physical graph" of the Millrace panel. */
export class GraphPanel implements vscode.WebviewViewProvider {
  static readonly viewType = 'millrace.graph'
  private readonly source: GraphSource
  private readonly extensionUri: vscode.Uri

  constructor(source: GraphSource, extensionUri: vscode.Uri) {
    this.source = source
    this.extensionUri = extensionUri
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view
    const session = new GraphSession(this.source, (message) => void webview.postMessage(message))
    webview.onDidReceiveMessage((message: FromPhysicalGraph) => session.receive(message))
    view.onDidChangeVisibility(() => session.setVisible(view.visible))
    view.onDidDispose(() => session.dispose())
    session.setVisible(view.visible)
    webviewHtml(webview, this.extensionUri, 'graph', 'Physical graph')
  }

  /** The shown graphs as `millrace graph --physical` prints them, or why there are none. */
  async print(): Promise<{ readonly text: string } | { readonly reason: string }> {
    const graphs = await this.source.graphs()
    if (graphs === undefined) return { reason: 'open a job file, or run one, to print its physical graph' }
    return typeof graphs === 'string' ? { reason: graphs } : { text: physicalText(graphs) }
  }
}
