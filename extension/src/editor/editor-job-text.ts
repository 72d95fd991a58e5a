import * as vscode from 'vscode'
import type { JobText } from '../diagram/index.ts'
import type { TextEdit } from '../document/index.ts'

/** A document of VS Code as the diagram edits it. */
export class EditorJobText implements JobText {
  readonly document: vscode.TextDocument
  readonly readOnly: string | undefined

  private constructor(document: vscode.TextDocument, readOnly: string | undefined) {
    this.document = document
    this.readOnly = readOnly
  }

  static async of(document: vscode.TextDocument): Promise<EditorJobText> {
    return new EditorJobText(document, await whyReadOnly(document))
  }

  get uri(): string {
    return this.document.uri.toString()
  }

  get version(): number {
    return this.document.version
  }

  charAt(offset: number): string {
    const { document } = this
    return document.getText(new vscode.Range(document.positionAt(offset), document.positionAt(offset + 1)))
  }

  lineAt(offset: number): number {
    return this.document.positionAt(offset).line
  }

  async apply(version: number, edits: readonly TextEdit[]): Promise<boolean> {
    const { document } = this
    if (document.version !== version || this.readOnly !== undefined) return false
    const edit = new vscode.WorkspaceEdit()
    for (const { offset, length, text } of edits) edit.replace(document.uri, this.range(offset, length), text)
    return vscode.workspace.applyEdit(edit)
  }

  range(offset: number, length: number): vscode.Range {
    return new vscode.Range(this.document.positionAt(offset), this.document.positionAt(offset + length))
  }
}

async function whyReadOnly(document: vscode.TextDocument): Promise<string | undefined> {
  const { uri } = document
  if (uri.scheme === 'untitled') return undefined
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) {
    return vscode.l10n.t('Files of {0} cannot be changed: save a copy to edit it.', uri.scheme)
  }
  if (isLockedBySettings(document)) return vscode.l10n.t('The file is read-only: the settings of VS Code say so.')
  try {
    const { permissions } = await vscode.workspace.fs.stat(uri)
    return permissions !== undefined && permissions & vscode.FilePermission.Readonly
      ? vscode.l10n.t('The file is read-only.')
      : undefined
  } catch {
    return undefined
  }
}

/** VS Code refuses to type in such a file, but tells extensions nothing of it. */
function isLockedBySettings(document: vscode.TextDocument): boolean {
  const settings = vscode.workspace.getConfiguration('files', document.uri)
  const folder = vscode.workspace.getWorkspaceFolder(document.uri)
  const isAmong = (setting: string) =>
    Object.entries(settings.get<Record<string, boolean>>(setting) ?? {}).some(([glob, on]) => {
      const pattern = folder && !glob.startsWith('/') ? new vscode.RelativePattern(folder, glob) : glob
      return on && vscode.languages.match({ pattern }, document) > 0
    })
  return isAmong('readonlyInclude') && !isAmong('readonlyExclude')
}
