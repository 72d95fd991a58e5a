import { basename } from 'node:path'
import * as vscode from 'vscode'
import { findRuntime, type RunOptions, sentences } from '../run/index.ts'
import { launchConfiguration } from './launch-configuration.ts'

/** Names of VS Code's JavaScript debugger. */
const DEBUGGERS = new Set(['node', 'pwa-node'])

/**
 * Builds a job and runs it under VS Code's JavaScript debugger. Resolves when the session has started; what stands in
 * the way is said to the user.
 *
 * @param uri a file of this machine
 * @param host absolute path of the compiled `debug-host.ts`, beside which the extension's own runtime is found
 */
export async function debugJob(uri: vscode.Uri, host: string, overrides: RunOptions): Promise<void> {
  if (!hasDebugger()) {
    const missing = vscode.l10n.t(
      'A job is debugged by the extension "JavaScript Debugger" (ms-vscode.js-debug), which is disabled or missing: enable it in the Extensions view.',
    )
    void vscode.window.showErrorMessage(missing)
    return
  }
  const folder = vscode.workspace.getWorkspaceFolder(uri) ?? vscode.workspace.workspaceFolders?.[0]
  if (!folder) {
    // It looks for bundles in folders only, and then learns too late where in them a breakpoint is.
    const closed = vscode.l10n.t(
      'Without a folder the debugger runs past breakpoints: open the folder of {0} (File: Open Folder...), then debug it.',
      basename(uri.path),
    )
    void vscode.window.showErrorMessage(closed)
    return
  }
  const jobFile = uri.fsPath
  try {
    const { supervisor, build } = await findRuntime(jobFile, host)
    const bundle = await build(jobFile)
    const editor = {
      platform: process.platform,
      versions: process.versions,
      execPath: process.execPath,
      env: process.env,
      cwd: process.cwd(),
    }
    const configuration = launchConfiguration({ supervisor, jobFile, overrides, bundle, host, editor })
    await vscode.debug.startDebugging(folder, configuration)
  } catch (error) {
    void vscode.window.showErrorMessage(inOneLine(sentences(error)))
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
