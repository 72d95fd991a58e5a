import type { Act } from 'millrace-webview/shared'
import * as vscode from 'vscode'
import type { DiagramEditor } from './diagram-editor.ts'
import { showText } from './windows.ts'

const ACTS: readonly Act[] = [
  'find',
  'fit',
  'fitSelection',
  'add',
  'selectAll',
  'shortcuts',
  'exportSvg',
  'exportPng',
  'copyMermaid',
  'showTypes',
  'arrange',
]

/** The commands that are about the diagram in front: `millrace.diagram.find` and the rest, and its text. */
export function registerDiagramCommands(editor: DiagramEditor): vscode.Disposable {
  const inFront = () => {
    const view = editor.active
    if (!view) void vscode.window.showInformationMessage(vscode.l10n.t('Open a diagram first.'))
    return view
  }
  return vscode.Disposable.from(
    ...ACTS.map((act) => vscode.commands.registerCommand(`millrace.diagram.${act}`, () => inFront()?.act(act))),
    // From the menu of a box with what it is called on, else on what is selected.
    vscode.commands.registerCommand('millrace.toggleBreakpoint', async (on?: { key?: string }) => {
      const view = inFront()
      for (const key of on?.key === undefined ? (view?.selection ?? []) : [on.key]) await view?.toggleBreakpoint(key)
    }),
    vscode.commands.registerCommand('millrace.openText', async () => {
      const document = inFront()?.job.text.document
      if (document) await showText(document, undefined)
    }),
  )
}
