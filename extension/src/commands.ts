import { basename } from 'node:path'
import * as vscode from 'vscode'
import { debugJob } from './debug/index.ts'
import { DiagramEditor } from './editor/index.ts'
import { OutputPanel } from './panel/index.ts'
import type { JobOutput, JobRunner, RunOptions } from './run/index.ts'

const JOB_FILE = /\.flow\.m?ts$/

/** Whether a file may be a job, by its name. */
export const isJob = ({ path }: vscode.Uri): boolean => JOB_FILE.test(path)

/** What a command is called on: nothing from the palette, a text from a lens. */
type Given = vscode.Uri | string | undefined

/** What somebody wants of a job: the words of the question whether to save it first. */
const words = {
  run: () => ({ save: vscode.l10n.t('Save and Run'), asSaved: vscode.l10n.t('Run as Last Saved') }),
  debug: () => ({ save: vscode.l10n.t('Save and Debug'), asSaved: vscode.l10n.t('Debug as Last Saved') }),
}

/**
 * What the commands of the palette and the title bars do.
 *
 * @param debugHost absolute path of the program of debug sessions
 */
export function registerCommands(
  runner: JobRunner,
  output: JobOutput,
  debugHost: string,
  editor: DiagramEditor,
): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('millrace.openDiagram', openDiagram),
    vscode.commands.registerCommand('millrace.runJob', (uri?: Given, job?: unknown) =>
      runJob(editor, runner, uri, job),
    ),
    vscode.commands.registerCommand('millrace.debugJob', (uri?: Given, job?: unknown) =>
      debug(editor, debugHost, uri, job),
    ),
    vscode.commands.registerCommand('millrace.stopJob', () => runner.stop()),
    vscode.commands.registerCommand('millrace.clearOutput', () => output.clear()),
  )
}

async function openDiagram(given?: Given): Promise<void> {
  const uri = jobOf(given)
  if (!uri) return
  const besideText = vscode.window.activeTextEditor?.document.uri.toString() === uri.toString()
  const column = besideText ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active
  await vscode.commands.executeCommand('vscode.openWith', uri, DiagramEditor.viewType, column)
}

/** @param job the name of the only job to run, of several in the file */
async function runJob(editor: DiagramEditor, runner: JobRunner, given?: Given, job?: unknown): Promise<void> {
  const uri = jobToStart(given)
  if (!uri) return
  if (runner.running) {
    void vscode.window.showWarningMessage(vscode.l10n.t('A job is running already. Stop it first.'))
    return
  }
  if (!(await saved(editor, uri, 'run'))) return
  void vscode.commands.executeCommand(`${OutputPanel.viewType}.focus`, { preserveFocus: true })
  const running = runner.run(uri.fsPath, overrides(uri, job))
  void vscode.commands.executeCommand('setContext', 'millrace.running', true)
  try {
    await running
  } finally {
    void vscode.commands.executeCommand('setContext', 'millrace.running', false)
  }
}

/** @param job the name of the only job to debug, of several in the file */
async function debug(editor: DiagramEditor, debugHost: string, given?: Given, job?: unknown): Promise<void> {
  const uri = jobToStart(given)
  if (uri && (await saved(editor, uri, 'debug'))) await debugJob(uri, debugHost, overrides(uri, job))
}

/** What the settings and the command say about a job before its own text does. */
function overrides(uri: vscode.Uri, job: unknown): RunOptions {
  const settings = vscode.workspace.getConfiguration('millrace', uri)
  return {
    parallelism: settings.get<number | null>('parallelism') ?? undefined,
    threads: settings.get<number | null>('threads') ?? undefined,
    // From a title bar the second argument is the group of editors.
    ...(typeof job === 'string' ? { onlyJob: job } : {}),
  }
}

/** The job that a command is about, if it can be started here. */
function jobToStart(given?: Given): vscode.Uri | undefined {
  const uri = jobOf(given)
  if (!uri) return undefined
  if (uri.scheme !== 'file') {
    void vscode.window.showErrorMessage(
      vscode.l10n.t('A job runs from a folder on this machine, not from {0}: save a copy of it there.', uri.scheme),
    )
    return undefined
  }
  // A lens calls a command even where the palette does not offer it.
  if (!vscode.workspace.isTrusted) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t(
        'A job does not run in Restricted Mode: trust this folder first (Workspaces: Manage Workspace Trust).',
      ),
    )
    return undefined
  }
  return uri
}

/** The job that a command is about: the one it was called on, else the one in the active tab. */
function jobOf(given?: Given): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input
  const active = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined
  const uri = typeof given === 'string' ? vscode.Uri.parse(given) : given instanceof vscode.Uri ? given : active
  if (uri && isJob(uri)) return uri
  void vscode.window.showInformationMessage(vscode.l10n.t('Open a job first: a file named NAME.flow.ts.'))
  return undefined
}

/** Starting a job writes nothing by itself: a text that is not saved is asked about. False: do not start it. */
async function saved(editor: DiagramEditor, uri: vscode.Uri, what: keyof typeof words): Promise<boolean> {
  await editor.applyDrafts(uri)
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString())
  if (!document?.isDirty) return true
  const { save, asSaved } = words[what]()
  const question = vscode.l10n.t('{0} has changes that are not saved.', basename(uri.path))
  const answer = await vscode.window.showWarningMessage(question, save, asSaved)
  if (answer === save) return document.save()
  return answer === asSaved
}
