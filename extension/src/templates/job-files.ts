import * as vscode from 'vscode'
import { endingIn } from './templates.ts'

const { fs } = vscode.workspace

/** The text of a file; undefined where there is none. */
export async function read(uri: vscode.Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await fs.readFile(uri))
  } catch {
    return undefined
  }
}

export function write(uri: vscode.Uri, text: string): Thenable<void> {
  return fs.writeFile(uri, new TextEncoder().encode(text))
}

/** Writes a file that a job reads, unless there is one of that name. */
export async function writeIfMissing(uri: vscode.Uri, text: string | undefined): Promise<void> {
  if (text !== undefined && (await read(uri)) === undefined) await write(uri, text)
}

/** The ending of a new job in a folder. */
export async function endingFor(folder: vscode.Uri): Promise<'.flow.ts' | '.flow.mts'> {
  for (let at = folder; ; at = vscode.Uri.joinPath(at, '..')) {
    const manifest = await read(vscode.Uri.joinPath(at, 'package.json'))
    if (manifest !== undefined || at.path === '/' || at.path === '') return endingIn(manifest)
  }
}

/**
 * Of a question that follows another one: when a list goes, VS Code gives the keyboard back to the diagram in its own
 * time, and that would close the next one.
 */
export const SECOND_QUESTION = { ignoreFocusOut: true }

/** Asks for a folder to write into: of the workspace, or any. */
export async function chooseFolder(title: string): Promise<vscode.Uri | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? []
  const other = { label: `$(folder-opened) ${vscode.l10n.t('Another folder…')}`, uri: undefined }
  const items = folders.map(({ name, uri }) => ({ label: `$(folder) ${name}`, description: uri.path, uri }))
  const chosen =
    folders.length === 0 ? other : await vscode.window.showQuickPick([...items, other], { title, ...SECOND_QUESTION })
  if (chosen === undefined || chosen.uri !== undefined) return chosen?.uri
  const [folder] =
    (await vscode.window.showOpenDialog({
      title,
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Write Here'),
    })) ?? []
  return folder
}

/** The text in front, and its diagram beside it. */
export async function showJob(uri: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(uri, { preview: false })
  await vscode.commands.executeCommand('millrace.openDiagram', uri)
}
