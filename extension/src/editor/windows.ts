import * as vscode from 'vscode'

/** Brings a text, or a place of it, to the front: beside the diagram, or in the group that has it already. */
export async function showText(document: vscode.TextDocument, selection: vscode.Range | undefined): Promise<void> {
  await vscode.window.showTextDocument(document, {
    viewColumn: groupOf(document.uri)?.viewColumn ?? vscode.ViewColumn.Beside,
    selection,
  })
}

/** The group that shows a text or has it behind another tab. What is shown there does not hide a diagram. */
export function groupOf({ fsPath }: vscode.Uri): vscode.TabGroup | undefined {
  const has = (tab?: vscode.Tab) => tab?.input instanceof vscode.TabInputText && tab.input.uri.fsPath === fsPath
  const groups = vscode.window.tabGroups.all.filter(
    ({ activeTab }) => !(activeTab?.input instanceof vscode.TabInputCustom),
  )
  return groups.find(({ activeTab }) => has(activeTab)) ?? groups.find(({ tabs }) => tabs.some(has))
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
