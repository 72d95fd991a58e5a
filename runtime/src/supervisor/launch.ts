import { type ChildProcess, spawn } from 'node:child_process'
import { createEndpoint, removeEndpoint } from '../control/index.ts'
import type { JobOverrides } from '../execution/index.ts'
import { builtModule } from '../failure/index.ts'
import type { Bundle } from './build.ts'
import { asEnvironment, type ChildMode } from './child-settings.ts'
import { announce } from './running-jobs.ts'
import { SupervisedJob } from './supervised-job.ts'

export interface SuperviseOptions {
  readonly bundle: Bundle
  readonly overrides?: JobOverrides
  /** What the job finds in `process.argv` after its own name. Default nothing. */
  readonly args?: readonly string[]
  /** Whether the job can read this process's standard input. Default `ignore`. */
  readonly stdin?: 'inherit' | 'ignore'
  /** What is done with the job. Default: it is run. */
  readonly mode?: ChildMode
  /** Options for Node, before ours. */
  readonly execArgv?: readonly string[]
  /** Path of Node. Default this process's. */
  readonly execPath?: string
  /** Default this process's environment. */
  readonly env?: NodeJS.ProcessEnv
  /** Default this process's working directory. */
  readonly cwd?: string
  /** Called once clients can connect, before the job's module is run: who connects now misses nothing. It is waited for. */
  readonly beforeModule?: () => Promise<void>
}

/**
 * Runs a built job in a process of its own.
 *
 * The caller attaches its listeners in the same turn. Whatever happens, `ended` resolves, and then neither process, nor
 * socket, nor file of the run is left.
 */
export function superviseJob(options: SuperviseOptions): SupervisedJob {
  const endpoint = createEndpoint()
  const {
    bundle,
    overrides = {},
    args: jobArgs = [],
    stdin = 'ignore',
    env = process.env,
    mode = { kind: 'run' },
  } = options
  const settings = { endpoint, bundleUrl: bundle.url, jobFile: bundle.jobFile, overrides, args: jobArgs, mode }
  const args = [
    ...(options.execArgv ?? []),
    '--enable-source-maps',
    '--report-on-fatalerror',
    '--report-compact',
    `--report-directory=${endpoint.folder}`,
    builtModule('supervisor/job-process'),
  ]
  const child: ChildProcess = spawn(options.execPath ?? process.execPath, args, {
    stdio: [stdin, 'pipe', 'pipe', 'pipe'],
    // A process group of its own: Ctrl+C comes through the supervisor, and what user code starts can be ended with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
    cwd: options.cwd,
    env: { ...env, ...asEnvironment(settings) },
  })
  const job = new SupervisedJob(child, endpoint, options.beforeModule)
  // Should this process end while it is about to clean up, nobody else does.
  const takeBack =
    mode.kind !== 'run' || child.pid === undefined ? () => {} : announce(bundle.jobFile, child.pid, endpoint)
  const cleanUp = () => {
    takeBack()
    removeEndpoint(endpoint)
  }
  process.once('exit', cleanUp)
  void job.ended.then(() => {
    takeBack()
    process.off('exit', cleanUp)
  })
  return job
}
