import { join } from 'node:path'
import * as vscode from 'vscode'
import { isJob, registerCommands } from './commands.ts'
import { DiagramEditor, followJobs, OperatorsTree, registerDiagramCommands } from './editor/index.ts'
import { JobLanguage } from './language/index.ts'
import { OutputPanel } from './panel/index.ts'
import { JobOutput, JobRunner } from './run/index.ts'
import { registerTemplates } from './templates/index.ts'

let atEnd: (() => Promise<unknown>) | undefined

/** VS Code calls this when a TypeScript file or a diagram is opened, a job is run, or the panel is looked at. */
export function activate(context: vscode.ExtensionContext): void {
  const { extensionUri } = context
  const dist = join(context.extensionPath, 'dist')
  const output = new JobOutput()
  const runner = new JobRunner(output, join(dist, 'extension.cjs'))
  const language = new JobLanguage(join(dist, 'server.cjs'))
  atEnd = async () => Promise.allSettled([runner.dispose(), language.dispose()])
  // Who opens TypeScript without jobs in it pays for no server.
  const opened = ({ uri }: vscode.TextDocument) => {
    if (isJob(uri)) void language.start()
  }
  vscode.workspace.textDocuments.forEach(opened)
  const editor = new DiagramEditor(language, extensionUri)
  context.subscriptions.push(
    followJobs(),
    vscode.workspace.onDidOpenTextDocument(opened),
    registerCommands(runner, output, join(dist, 'debug-host.cjs'), editor),
    registerDiagramCommands(editor),
    registerTemplates(extensionUri, isJob),
    new OperatorsTree(editor, language, isJob),
    vscode.window.registerCustomEditorProvider(DiagramEditor.viewType, editor),
    vscode.commands.registerCommand('millrace.restartLanguageServer', () => language.restart()),
    vscode.window.registerWebviewViewProvider(OutputPanel.viewType, new OutputPanel(output, extensionUri)),
  )
}

/** No job and no server outlives the window. */
export async function deactivate(): Promise<void> {
  await atEnd?.()
}
