import * as vscode from 'vscode'
import { debugJob, type Replay } from './debug/index.ts'
import { DiagramEditor, leaveDiagram } from './editor/index.ts'
import { type BuildProblems, type JobLauncher, nodeWishes, runRequest, unsavedTexts } from './launch/index.ts'
import { OutputPanel } from './panel/index.ts'
import type { Run, RunRequest, Runs } from './run/index.ts'

const JOB_FILE = /\.flow\.m?ts$/

/** Whether a file may be a job, by its name. */
export const isJob = ({ path }: vscode.Uri): boolean => JOB_FILE.test(path)

/**
 * What a command is called on: nothing from the palette, a text from a lens, a run from the list of jobs, its number from
 * a page.
 */
type Given = vscode.Uri | string | number | Run | undefined

export interface Deps {
  readonly runs: Runs
  readonly launcher: JobLauncher
  readonly editor: DiagramEditor
  readonly problems: BuildProblems
  /** Absolute path of the program of debug sessions. */
  readonly debugHost: string
}

/** What the commands of the palette and the title bars do. */
export class JobCommands {
  private readonly deps: Deps

  constructor(deps: Deps) {
    this.deps = deps
  }

  register(): vscode.Disposable {
    const { runs } = this.deps
    const command = (name: string, action: (given?: Given, job?: unknown) => unknown) =>
      vscode.commands.registerCommand(`millrace.${name}`, action)
    return vscode.Disposable.from(
      command('openDiagram', openDiagram),
      command('runJob', (given, job) => unlessLaunchJson(given, 'run', (named) => this.runJob(named, job))),
      command('debugJob', (given, job) => unlessLaunchJson(given, 'start', (named) => this.debugJob(named, job))),
      command('debugRecord', (given) => this.debugRecord(given)),
      command('stopJob', (given) => this.runOf(given)?.stop()),
      command('cancelJob', (given) => this.runOf(given)?.cancel()),
      command('stopAllJobs', () => {
        for (const run of runs.running) run.stop()
      }),
      command('runAgain', (given) => this.runAgain(given)),
      command('revealJob', (given) => this.reveal(given)),
      command('clearOutput', () => runs.shown?.output.clear()),
      new vscode.Disposable(runs.onChange(() => this.setContext())),
    )
  }

  /** Runs a job and shows what it prints. */
  async run(request: RunRequest): Promise<void> {
    void vscode.commands.executeCommand(`${OutputPanel.viewType}.focus`, { preserveFocus: true })
    await this.deps.launcher.run(request)
  }

  /** @param replay the only call to make, of a job that has failed */
  async debug(request: RunRequest, more: Partial<vscode.DebugConfiguration> = {}, replay?: Replay): Promise<void> {
    const { launcher, problems, runs, debugHost: host } = this.deps
    const uri = vscode.Uri.file(request.file)
    if (!(await launcher.prepare(uri))) return
    await leaveDiagram(uri)
    await debugJob({
      request,
      replay,
      texts: unsavedTexts,
      node: nodeWishes(uri),
      host,
      runs,
      built: (error) => problems.show(request.file, error),
      beforeStop: () => void leaveDiagram(uri),
      more,
      save: vscode.workspace.getConfiguration('millrace', uri).get('saveBeforeRun', false),
    })
  }

  /** @param job the name of the only job to run, of several in the file */
  private async runJob(given: Given, job: unknown): Promise<void> {
    const uri = jobToStart(given)
    // From a title bar the second argument is the group of editors.
    if (uri) await this.run(runRequest(uri, typeof job === 'string' ? { job } : {}))
  }

  /** @param job the name of the only job to debug, of several in the file */
  private async debugJob(given: Given, job: unknown): Promise<void> {
    const uri = jobToStart(given)
    if (uri) await this.debug(runRequest(uri, typeof job === 'string' ? { job } : {}))
  }

  /** Calls the function that a run failed in again with its record, stopped on the first line. */
  private async debugRecord(given: Given): Promise<void> {
    const run = this.namedRun(given)
    const failedCall = run?.error?.failedCall
    if (!run || !failedCall) {
      const none = vscode.l10n.t(
        'There is no call to debug: no function of this run has failed on a record that was kept.',
      )
      void vscode.window.showInformationMessage(none)
      return
    }
    if (!jobToStart(vscode.Uri.file(run.file))) return
    // It shows the record.
    await vscode.commands.executeCommand('workbench.view.debug')
    const job = run.statuses.find(({ state }) => state === 'failed')?.job ?? 0
    await this.debug(run.request, { name: run.error?.operatorName ?? run.name }, { job, failedCall })
  }

  /** Runs a job as it was run before, from its text as it is now. */
  private async runAgain(given: Given): Promise<void> {
    const run = this.namedRun(given)
    if (run && jobToStart(vscode.Uri.file(run.file))) await this.run(run.request)
  }

  private async reveal(given: Given): Promise<void> {
    const run = this.namedRun(given)
    if (!run) return
    const position = run.error?.position
    const file = vscode.Uri.file(position?.file ?? run.file)
    const place = position && new vscode.Position(position.line - 1, position.column - 1)
    await vscode.window.showTextDocument(file, place ? { selection: new vscode.Range(place, place) } : {})
  }

  /** The run that a command is called on, else the shown one. */
  private namedRun(given: Given): Run | undefined {
    const { runs } = this.deps
    if (typeof given === 'number') return runs.all.find(({ id }) => id === given)
    return isRun(given) ? given : runs.shown
  }

  /** The run that a command to stop is about: the one it is called on, else one of the job in front, else the shown one. */
  private runOf(given: Given): Run | undefined {
    if (isRun(given)) return given
    const { runs } = this.deps
    const file = (given instanceof vscode.Uri ? given : activeJob())?.fsPath
    const [shown] = runs.shown && !runs.shown.hasEnded ? [runs.shown] : []
    const ofFile = runs.running.filter((run) => run.file === file)
    return ofFile.find((run) => run === shown) ?? ofFile[0] ?? shown ?? runs.running[0]
  }

  private setContext(): void {
    const { running } = this.deps.runs
    void vscode.commands.executeCommand('setContext', 'millrace.running', running.length > 0)
    void vscode.commands.executeCommand(
      'setContext',
      'millrace.runningFiles',
      running.map(({ file }) => file),
    )
  }
}

/** A user's launch.json goes before our keys, which the extension may have been started by. */
async function unlessLaunchJson(
  given: Given | { readonly byKey: true },
  command: 'run' | 'start',
  action: (given?: Given) => Promise<void>,
): Promise<void> {
  if (typeof given !== 'object' || !('byKey' in given)) return action(given as Given)
  const { configurations = [], compounds = [] } = vscode.workspace.getConfiguration('launch') as unknown as {
    configurations?: unknown[]
    compounds?: unknown[]
  }
  if (configurations.length + compounds.length === 0) return action()
  await vscode.commands.executeCommand(`workbench.action.debug.${command}`)
}

const isRun = (given: unknown): given is Run => typeof (given as Run | undefined)?.request?.file === 'string'

async function openDiagram(given?: Given): Promise<void> {
  const uri = jobOf(given)
  if (!uri) return
  const besideText = vscode.window.activeTextEditor?.document.uri.toString() === uri.toString()
  const column = besideText ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active
  await vscode.commands.executeCommand('vscode.openWith', uri, DiagramEditor.viewType, column)
}

/** The job that a command is about, if it can be started here. */
export function jobToStart(given?: unknown): vscode.Uri | undefined {
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

/** The job in the active tab. */
export function activeJob(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input
  const uri = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom ? input.uri : undefined
  return uri && isJob(uri) ? uri : undefined
}

/** The job that a command is about: the one it was called on, else the one in front. */
function jobOf(given?: unknown): vscode.Uri | undefined {
  const named = typeof given === 'string' ? vscode.Uri.parse(given) : isRun(given) ? vscode.Uri.file(given.file) : given
  const uri = named instanceof vscode.Uri ? named : activeJob()
  if (uri && isJob(uri)) return uri
  void vscode.window.showInformationMessage(vscode.l10n.t('Open a job first: a file named NAME.flow.ts.'))
  return undefined
}
