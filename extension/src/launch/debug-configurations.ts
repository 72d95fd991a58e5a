import { statSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import * as vscode from 'vscode'
import type { RunRequest } from '../run/index.ts'
import { runRequest, type Wanted } from './run-request.ts'

/** A launch configuration of type `millrace`; each member as in package.json's `configurationAttributes`. */
interface Launch extends vscode.DebugConfiguration, Wanted {
  readonly program?: string
}

/** What is done with a configuration that has been read. */
export interface LaunchActions {
  run(request: RunRequest): Promise<unknown>
  debug(
    request: RunRequest,
    more: Pick<vscode.DebugConfiguration, 'name' | 'preLaunchTask' | 'postDebugTask'>,
  ): Promise<unknown>
  /** The job in front. */
  active(): vscode.Uri | undefined
}

/**
 * Launch configurations of type `millrace`. The session that VS Code asked for is not started: a job without debugging
 * runs in the panel, one with debugging under the JavaScript debugger, which has sessions of its own.
 */
export class LaunchConfigurations implements vscode.DebugConfigurationProvider {
  static readonly type = 'millrace'
  private readonly actions: LaunchActions

  constructor(actions: LaunchActions) {
    this.actions = actions
  }

  /** For who has no launch.json yet. */
  provideDebugConfigurations(): vscode.DebugConfiguration[] {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: VS Code replaces it
    const program = '${file}'
    return [
      { type: LaunchConfigurations.type, request: 'launch', name: vscode.l10n.t('Debug the job in front'), program },
    ]
  }

  resolveDebugConfiguration(_: unknown, given: Launch): Launch | undefined {
    if (given.program !== undefined) return given
    // The diagram is no file to `${file}`, and a job can be started without any configuration.
    const program = this.actions.active()?.fsPath
    if (program !== undefined) return { ...given, type: LaunchConfigurations.type, request: 'launch', program }
    void vscode.window.showErrorMessage(vscode.l10n.t('Which job? Open one, or name it in launch.json as "program".'))
    return undefined
  }

  async resolveDebugConfigurationWithSubstitutedVariables(
    folder: vscode.WorkspaceFolder | undefined,
    given: Launch,
  ): Promise<undefined> {
    const path = given.program ?? ''
    const base = (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri.fsPath
    const file = isAbsolute(path) || base === undefined ? path : join(base, path)
    if (!/\.flow\.m?ts$/.test(file) || !statSync(file, { throwIfNoEntry: false })?.isFile()) {
      const what = /\.flow\.m?ts$/.test(file)
        ? vscode.l10n.t('There is no job {0}.', file)
        : vscode.l10n.t('{0} is no job: its name does not end in .flow.ts.', file)
      const cure = vscode.l10n.t('Look at "program" of "{0}" in launch.json.', given.name)
      void vscode.window.showErrorMessage(`${what} ${cure}`)
      return undefined
    }
    const request = runRequest(vscode.Uri.file(file), given)
    const { name, preLaunchTask, postDebugTask } = given
    if (given.noDebug) await this.actions.run(request)
    else await this.actions.debug(request, { name, preLaunchTask, postDebugTask })
    return undefined
  }
}
