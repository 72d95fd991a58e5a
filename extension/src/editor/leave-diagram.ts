import * as vscode from 'vscode'
import { DiagramEditor } from './diagram-editor.ts'
import { groupOf, showText } from './windows.ts'

/**
 * Goes from a diagram to the texts beside it, if it has the keyboard. VS Code's debugger shows in the active group where
 * it stops: without this the text covers the diagram.
 *
 * @param job whose text is opened if no group has it
 */
export async function leaveDiagram(job: vscode.Uri): Promise<void> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input
  if (!(input instanceof vscode.TabInputCustom) || input.viewType !== DiagramEditor.viewType) return
  const column = groupOf(job)?.viewColumn
  const shown = vscode.window.visibleTextEditors.find(({ viewColumn }) => viewColumn && viewColumn === column)
  if (shown) await vscode.window.showTextDocument(shown.document, { viewColumn: column })
  else await showText(await vscode.workspace.openTextDocument(job), undefined)
}
