import * as vscode from 'vscode'

/** The texts of files of this machine that are not saved, by absolute path: what the editor shows is what runs. */
export function unsavedTexts(): Map<string, string> {
  const unsaved = vscode.workspace.textDocuments.filter(({ isDirty, uri }) => isDirty && uri.scheme === 'file')
  return new Map(unsaved.map((document) => [document.uri.fsPath, document.getText()]))
}
