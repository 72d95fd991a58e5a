import { removeEndpoint } from '../control/index.ts'
import type { JobOverrides } from '../execution/index.ts'
import type { Bundle } from './build.ts'
import { type ChildMode, writeSettings } from './child-settings.ts'
import { JobChild, type ProcessOptions } from './job-child.ts'
import { announce } from './running-jobs.ts'
import { SupervisedJob } from './supervised-job.ts'

export interface SuperviseOptions extends ProcessOptions {
  readonly bundle: Bundle
  readonly overrides?: JobOverrides
  /** What the job finds in `process.argv` after its own name. Default nothing. */
  readonly args?: readonly string[]
  /** What is done with the job. Default: it is run. */
  readonly mode?: ChildMode
  /** Called once clients can connect, before the job's module is run: who connects now misses nothing. It is waited for. */
  readonly beforeModule?: () => Promise<void>
  /**
   * A process that was started ahead, as this job's process is to be started. It is used if it still waits; the job is run
   * as well without it.
   */
  readonly standBy?: JobChild
}

/**
 * Runs a built job in a process of its own.
 *
 * The caller attaches its listeners in the same turn. Whatever happens, `ended` resolves, and then neither process, nor
 * socket, nor file of the run is left.
 */
export function superviseJob(options: SuperviseOptions): SupervisedJob {
  const { bundle, overrides = {}, args = [], mode = { kind: 'run' }, standBy } = options
  const child = standBy?.waits ? standBy : JobChild.start(options)
  const { endpoint } = child
  child.take()
  writeSettings(endpoint, { bundleUrl: bundle.url, jobFile: bundle.jobFile, overrides, args, mode })
  const job = new SupervisedJob(child, options.beforeModule)
  const { pid } = child.process
  // Should this process end while it is about to clean up, nobody else does.
  const takeBack = mode.kind !== 'run' || pid === undefined ? () => {} : announce(bundle.jobFile, pid, endpoint)
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
