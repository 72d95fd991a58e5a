import { basename } from 'node:path'
import * as vscode from 'vscode'
import {
  findNode,
  findRuntime,
  type JobErrorData,
  type NodeWishes,
  type RunRequest,
  type Runs,
  sentences,
} from '../run/index.ts'
import { followSession } from './follow-session.ts'
import { launchConfiguration } from './launch-configuration.ts'
import { type Replay, SessionFolder } from './session-folder.ts'

/** Names of VS Code's JavaScript debugger. */
const DEBUGGERS = new Set(['node', 'pwa-node'])

export interface DebugOptions {
  readonly request: RunRequest
  /** The call to make again, in place of running the job. */
  readonly replay?: Replay
  /** The texts that are not saved, now and before each restart. */
  texts(): ReadonlyMap<string, string>
  readonly node: NodeWishes
  /** Absolute path of the compiled `debug-host.ts`, beside which the extension's own runtime is found. */
  readonly host: string
  /** Where the run is shown. */
  readonly runs: Runs
  /** Told why the job does not build, or that it does. */
  built(error?: JobErrorData): void
  /** Told before VS Code shows where a thread has stopped. */
  beforeStop(): void
  /** Members of a launch configuration that are VS Code's own. */
  readonly more?: Partial<vscode.DebugConfiguration>
  /** Whether VS Code saves first what is not saved, as its own setting says. */
  readonly save: boolean
}

/**
 * Builds a job and runs it under VS Code's JavaScript debugger. Resolves when the session has started; what stands in
 * the way is said to the user.
 */
export async function debugJob(options: DebugOptions): Promise<void> {
  const { request, replay, texts, node, host, runs, built, beforeStop, more, save } = options
  if (!hasDebugger()) {
    const missing = vscode.l10n.t(
      'A job is debugged by the extension "JavaScript Debugger" (ms-vscode.js-debug), which is disabled or missing: enable it in the Extensions view.',
    )
    void vscode.window.showErrorMessage(missing)
    return
  }
  const { file } = request
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(file)) ?? vscode.workspace.workspaceFolders?.[0]
  if (!folder) {
    // It looks for bundles in folders only, and then learns too late where in them a breakpoint is.
    const closed = vscode.l10n.t(
      'Without a folder the debugger runs past breakpoints: open the folder of {0} (File: Open Folder...), then debug it.',
      basename(file),
    )
    void vscode.window.showErrorMessage(closed)
    return
  }
  const session = new SessionFolder()
  let started = false
  try {
    const [{ file: supervisor, build }, chosen] = await Promise.all([findRuntime(file, host), findNode(node)])
    session.writeTexts(texts())
    if (replay) session.writeReplay(replay)
    const bundle = await build(file, { texts: texts() })
    built()
    const { platform, env } = process
    const configuration = {
      ...launchConfiguration({
        supervisor,
        request,
        sessionFolder: session.path,
        bundle,
        host,
        node: chosen.env.ELECTRON_RUN_AS_NODE ? undefined : chosen.path,
        editor: { platform, env, cwd: process.cwd() },
      }),
      ...more,
    }
    const follow = followSession(configuration, session, {
      runs,
      file,
      host,
      beforeRestart: () => session.writeTexts(texts()),
      beforeStop,
    })
    started = await vscode.debug.startDebugging(folder, configuration, { suppressSaveBeforeStart: !save })
    if (!started) follow.dispose()
  } catch (error) {
    const data = (error as { data?: JobErrorData }).data
    if (data) built(data)
    void vscode.window.showErrorMessage(inOneLine(sentences(error)))
  } finally {
    if (!started) session.remove()
  }
}

/** A notification has no lines: the place follows what is wrong, and the cure is a sentence of its own. */
function inOneLine(lines: readonly string[]): string {
  return lines.map((line) => line.replace(/^ {2}at /, ' at ').replace(/^ {2}/, '. ')).join('')
}

/** Whether the debugger is there and enabled. Without it VS Code speaks of a debug type, which helps nobody. */
function hasDebugger(): boolean {
  return vscode.extensions.all.some(({ packageJSON }) =>
    packageJSON.contributes?.debuggers?.some(({ type }: { type?: string }) => DEBUGGERS.has(type ?? '')),
  )
}
