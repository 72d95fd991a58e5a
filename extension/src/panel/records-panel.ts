import type { FromRecords } from 'millrace-webview/shared'
import * as vscode from 'vscode'
import type { Previews, Runs } from '../run/index.ts'
import { webviewHtml } from '../webview/index.ts'
import { openPlace } from './open-place.ts'
import { RecordsSession, type RecordsWindow } from './records-session.ts'

/** The view "Records" of the Millrace panel. */
export class RecordsPanel implements vscode.WebviewViewProvider, vscode.Disposable {
  static readonly viewType = 'millrace.records'
  readonly session: RecordsSession
  private readonly extensionUri: vscode.Uri
  private readonly listening: vscode.Disposable
  private view: vscode.WebviewView | undefined

  constructor(
    runs: Runs,
    previews: Previews,
    actions: Pick<RecordsWindow, 'newTest' | 'previewAgain'>,
    extensionUri: vscode.Uri,
  ) {
    this.extensionUri = extensionUri
    this.session = new RecordsSession(runs, previews, {
      ...actions,
      post: (message) => void this.view?.webview.postMessage(message),
      copy: (text) => void vscode.env.clipboard.writeText(text),
      runJob: () => void vscode.commands.executeCommand('millrace.runJob'),
      previewJob: () => void vscode.commands.executeCommand('millrace.previewRecords'),
      open: (place) => void openPlace(place),
      textOf: (file) =>
        vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'file' && uri.fsPath === file)?.getText(),
    })
    this.listening = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0) this.session.textChanged(document.uri.fsPath)
    })
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view
    this.view = view
    webview.onDidReceiveMessage((message: FromRecords) => this.session.receive(message))
    view.onDidChangeVisibility(() => this.session.setVisible(view.visible))
    view.onDidDispose(() => {
      this.view = undefined
      this.session.setVisible(false)
    })
    this.session.setVisible(view.visible)
    webviewHtml(webview, this.extensionUri, 'records', vscode.l10n.t('Records of a job'))
  }

  /** Brings the view to the front; the focus stays. */
  reveal(): void {
    // Only a view that was opened once can be shown without the focus.
    if (this.view) this.view.show(true)
    else void vscode.commands.executeCommand(`${RecordsPanel.viewType}.focus`, { preserveFocus: true })
  }

  dispose(): void {
    this.listening.dispose()
    this.session.dispose()
  }
}
