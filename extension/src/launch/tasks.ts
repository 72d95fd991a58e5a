import { dirname, join } from 'node:path'
import * as vscode from 'vscode'
import { findNode, findRuntime, jobEnvironment } from '../run/index.ts'
import { nodeWishes } from './run-request.ts'

const TYPE = 'millrace'
/** Most jobs that are offered as tasks. */
const MOST_TASKS = 200

/** A task of ours in tasks.json; each member as in package.json's `taskDefinitions`. */
interface Definition extends vscode.TaskDefinition {
  /** Path of the job, absolute or from the workspace folder. */
  readonly program: string
  readonly job?: string
  readonly parallelism?: number
  readonly threads?: number
  readonly set?: Readonly<Record<string, string | number | boolean>>
}

/** Offers every job of the workspace as a task: the command line in a terminal, with its errors in Problems. */
export class JobTasks implements vscode.TaskProvider {
  private readonly extensionFile: string

  /** @param extensionFile absolute path of a file of the extension, beside which its own runtime is found */
  constructor(extensionFile: string) {
    this.extensionFile = extensionFile
  }

  async provideTasks(): Promise<vscode.Task[]> {
    const files = await vscode.workspace.findFiles('**/*.flow.{ts,mts}', '**/node_modules/**', MOST_TASKS)
    const local = files.filter(({ scheme }) => scheme === 'file')
    const tasks = local.map((uri) => {
      const program = vscode.workspace.asRelativePath(uri, false)
      return this.task({ type: TYPE, program }, uri, vscode.workspace.getWorkspaceFolder(uri))
    })
    return (await Promise.all(tasks)).filter((task) => task !== undefined)
  }

  /** Completes a task of tasks.json. */
  async resolveTask(task: vscode.Task): Promise<vscode.Task | undefined> {
    const definition = task.definition as Definition
    if (typeof definition.program !== 'string') return undefined
    const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0]
    const uri = /^([a-z]:)?[\\/]/i.test(definition.program)
      ? vscode.Uri.file(definition.program)
      : folder && vscode.Uri.joinPath(folder.uri, definition.program)
    return uri && this.task(definition, uri, folder)
  }

  private async task(
    definition: Definition,
    uri: vscode.Uri,
    folder: vscode.WorkspaceFolder | undefined,
  ): Promise<vscode.Task | undefined> {
    try {
      const [runtime, node] = await Promise.all([
        findRuntime(uri.fsPath, this.extensionFile),
        findNode(nodeWishes(uri)),
      ])
      const commandLine = join(dirname(dirname(dirname(runtime.file))), 'bin', 'millrace.js')
      const { job, parallelism, threads, set = {} } = definition
      const args = [commandLine, 'run', uri.fsPath]
      if (job !== undefined) args.push('--job', job)
      if (parallelism !== undefined) args.push('--parallelism', String(parallelism))
      if (threads !== undefined) args.push('--threads', String(threads))
      for (const [name, value] of Object.entries(set)) args.push('--set', `${name}=${value}`)
      const env = { ...jobEnvironment(process.env), ...node.env } as Record<string, string>
      const execution = new vscode.ProcessExecution(node.path, args, { env, cwd: folder?.uri.fsPath })
      const scope = folder ?? vscode.TaskScope.Workspace
      return new vscode.Task(definition, scope, `run ${definition.program}`, TYPE, execution, '$millrace')
    } catch {
      // The Run command says what is wrong; a list of tasks has no place for it.
      return undefined
    }
  }
}
