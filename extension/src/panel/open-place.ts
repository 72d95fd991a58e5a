import type { PanelPlace } from 'millrace-webview/shared'
import * as vscode from 'vscode'

/** Opens a file that a view leads to in a text editor. */
export async function openPlace({ path, line = 1, column = 1 }: PanelPlace): Promise<void> {
  const uri = vscode.Uri.file(path)
  const at = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1))
  try {
    await vscode.workspace.fs.stat(uri)
    await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) })
  } catch {
    void vscode.window.showWarningMessage(vscode.l10n.t('{0} is not there any more, or is no text.', path))
  }
}
