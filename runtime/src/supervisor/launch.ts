import { type ChildProcess, spawn } from 'node:child_process'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEndpoint, removeEndpoint } from '../control/index.ts'
import type { JobOverrides } from '../execution/index.ts'
import type { Bundle } from './build.ts'
import { asEnvironment } from './child-settings.ts'
import { announce } from './running-jobs.ts'
import { SupervisedJob } from './supervised-job.ts'

export interface SuperviseOptions {
  readonly bundle: Bundle
  readonly overrides?: JobOverrides
  /** Whether the job can read this process's standard input. Default `ignore`. */
  readonly stdin?: 'inherit' | 'ignore'
  /** Whether the module is imported for its graphs only. */
  readonly collect?: boolean
  /** Options for Node, before ours. */
  readonly execArgv?: readonly string[]
  /** Path of Node. Default this process's. */
  readonly execPath?: string
  /** Default this process's environment. */
  readonly env?: NodeJS.ProcessEnv
  /** Default this process's working directory. */
  readonly cwd?: string
}

/**
 * Runs a built job in a process of its own.
 *
 * The caller attaches its listeners in the same turn. Whatever happens, `ended` resolves, and then neither process, nor
 * socket, nor file of the run is left.
 */
export function superviseJob(options: SuperviseOptions): SupervisedJob {
  const endpoint = createEndpoint()
  const { bundle, overrides = {}, stdin = 'ignore', env = process.env, collect = false } = options
  const settings = { endpoint, bundleUrl: bundle.url, jobFile: bundle.jobFile, overrides, collect }
  const here = fileURLToPath(import.meta.url)
  const args = [
    ...(options.execArgv ?? []),
    '--enable-source-maps',
    '--report-on-fatalerror',
    '--report-compact',
    `--report-directory=${endpoint.folder}`,
    join(dirname(here), `job-process${extname(here)}`),
  ]
  const child: ChildProcess = spawn(options.execPath ?? process.execPath, args, {
    stdio: [stdin, 'pipe', 'pipe', 'pipe'],
    // A process group of its own: Ctrl+C comes through the supervisor, and what user code starts can be ended with it.
    detached: process.platform !== 'win32',
    windowsHide: true,
    cwd: options.cwd,
    env: { ...env, ...asEnvironment(settings) },
  })
  const job = new SupervisedJob(child, endpoint)
  // Should this process end while it is about to clean up, nobody else does.
  const takeBack = collect || child.pid === undefined ? () => {} : announce(bundle.jobFile, child.pid, endpoint)
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
