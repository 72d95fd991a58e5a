import { basename, dirname, join } from 'node:path'
import type { Bundle } from 'millrace/supervisor'
import type { RunRequest } from '../run/index.ts'

/** What the program of a debug session, `debug-host.ts`, is told. */
export interface HostSettings {
  /** Absolute path of the `millrace/supervisor` to use. */
  readonly supervisor: string
  readonly request: RunRequest
  /** Absolute path of the folder that the editor and the program share, see `SessionFolder`. */
  readonly sessionFolder: string
}

/** Variable of the environment that holds them. */
export const SETTINGS = 'MILLRACE_DEBUG'

export interface DebugSettings extends HostSettings {
  readonly bundle: Bundle
  /** Absolute path of the compiled `debug-host.ts`. */
  readonly host: string
  /** Path or name of the Node that the job runs on; undefined: the editor's own, which the debugger does not take. */
  readonly node?: string
  /** The editor's process: the job gets its folder and environment, as in a run. */
  readonly editor: Pick<NodeJS.Process, 'platform' | 'env'> & { readonly cwd: string }
}

/**
 * The configuration of VS Code's JavaScript debugger for a job that has been built. The debugger attaches to the
 * processes that the program starts and to their threads by itself: that is where the job runs.
 */
export function launchConfiguration({ bundle, host, node, editor, ...settings }: DebugSettings) {
  const { supervisor, request } = settings
  return {
    type: 'node',
    request: 'launch',
    name: request.options.onlyJob ?? basename(request.file),
    program: host,
    cwd: request.cwd ?? editor.cwd,
    // Not as an argument: the debugger shows the command line above what the job prints.
    env: { ...withoutEditors(editor.env), ...request.env, [SETTINGS]: JSON.stringify(settings) },
    ...(node === undefined ? {} : { runtimeExecutable: node }),
    console: 'internalConsole',
    internalConsoleOptions: 'openOnSessionStart',
    // The program prints what the job prints, in its order; the debugger would print each thread's again.
    outputCapture: 'std',
    // Breakpoints are set in these before they are loaded. What comes before the first `*` is no pattern to the debugger.
    outFiles: [bundles(bundle)],
    resolveSourceMapLocations: [glob(bundles(bundle))],
    sourceMaps: true,
    // With it breakpoints in worker threads are never met.
    pauseForSourceMap: false,
    skipFiles: ['<node_internals>/**', `${glob(packageOf(supervisor))}/**`, glob(host)],
    // Politely, so that the program can end the job and remove what belongs to the run. Windows knows force only.
    killBehavior: editor.platform === 'win32' ? 'forceful' : 'polite',
  }
}

/** The bundles of this job: the session can be restarted after the text has changed, and then there is another one. */
function bundles({ file }: Bundle): string {
  return join(dirname(file), basename(file).replace(/\.[0-9a-f]{12}\.mjs$/, '.*.mjs')).replaceAll('\\', '/')
}

/** A path as a pattern. A question mark takes any character: brackets in names of folders mean themselves. */
function glob(path: string): string {
  return path.replace(/[[\](){}!+@]/g, '?').replaceAll('\\', '/')
}

/** Folder of the package that `dist/supervisor/index.js` is in. */
const packageOf = (supervisor: string) => dirname(dirname(dirname(supervisor)))

/** Variables that only the editor's own processes may see; null takes a variable away. */
function withoutEditors(env: NodeJS.ProcessEnv): Record<string, null> {
  const names = Object.keys(env).filter((name) => /^(VSCODE_|ELECTRON_)/.test(name))
  return Object.fromEntries(names.map((name) => [name, null]))
}
