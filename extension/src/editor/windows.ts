import * as vscode from 'vscode'

/** Brings a text, or a place of it, to the front: beside the diagram, or where the text is shown already. */
export async function showText(document: vscode.TextDocument, selection: vscode.Range | undefined): Promise<void> {
  const beside = vscode.window.visibleTextEditors.find((editor) => editor.document === document)?.viewColumn
  await vscode.window.showTextDocument(document, { viewColumn: beside ?? vscode.ViewColumn.Beside, selection })
}

/** Goes from the diagram of a job to its text: the debugger shows in the active group where it stops, and would hide it. */
export async function leaveDiagram(uri: vscode.Uri): Promise<void> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input
  if (!(input instanceof vscode.TabInputCustom)) return
  await showText(await vscode.workspace.openTextDocument(uri), undefined)
}

/** Lets a person choose a file; its path relative to the job's folder, with `/`. */
export async function pickFile(job: vscode.Uri): Promise<string | null> {
  const folder = vscode.Uri.joinPath(job, '..')
  const [chosen] = (await vscode.window.showOpenDialog({ defaultUri: folder, canSelectMany: false })) ?? []
  return chosen ? relative(folder.path, chosen.path) : null
}

/** Asks where to, and writes a file. */
export async function saveFile(
  job: vscode.Uri,
  { name, content, base64 }: { readonly name: string; readonly content: string; readonly base64?: true },
): Promise<string | null> {
  const folder = vscode.Uri.joinPath(job, '..')
  const uri = await vscode.window.showSaveDialog({ defaultUri: vscode.Uri.joinPath(folder, name) })
  if (!uri) return null
  await vscode.workspace.fs.writeFile(uri, Buffer.from(content, base64 ? 'base64' : 'utf8'))
  return uri.path.slice(uri.path.lastIndexOf('/') + 1)
}

function relative(from: string, to: string): string {
  const [base, target] = [from.split('/'), to.split('/')]
  let same = 0
  while (same < base.length && base[same] === target[same]) same++
  return [...base.slice(same).map(() => '..'), ...target.slice(same)].join('/')
}
