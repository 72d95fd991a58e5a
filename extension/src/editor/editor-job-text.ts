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
    return new EditorJobText(document, await whyReadOnly(document.uri))
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

async function whyReadOnly(uri: vscode.Uri): Promise<string | undefined> {
  if (uri.scheme === 'untitled') return undefined
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false) {
    return vscode.l10n.t('Files of {0} cannot be changed: save a copy to edit it.', uri.scheme)
  }
  try {
    const { permissions } = await vscode.workspace.fs.stat(uri)
    return permissions !== undefined && permissions & vscode.FilePermission.Readonly
      ? vscode.l10n.t('The file is read-only.')
      : undefined
  } catch {
    return undefined
  }
}
