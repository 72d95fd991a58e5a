import { JobError } from '../../failure/index.ts'
import { setJobHost } from '../job-host.ts'
import type { WorkerStart } from './messages.ts'
import { WorkerJob } from './worker-job.ts'

/**
 * What a worker thread of the pool runs: imports the job's module, which hands its plan over in `execute()`, and serves
 * the job until it is closed. The import itself is not awaited: `execute()` never resolves here.
 */
export default async function work(start: WorkerStart): Promise<void> {
  const job = new WorkerJob(start)
  process.argv.splice(1, process.argv.length - 1, ...start.argv)
  process.on('uncaughtException', job.fail)
  process.on('unhandledRejection', job.fail)
  refuseExit(job)
  let planned = false
  setJobHost({
    role: 'worker',
    overrides: start.overrides,
    job: start.job,
    handOver: (plan) => {
      planned = true
      job.planned(plan)
    },
  })
  if (start.loader !== undefined) {
    const { register } = await import(start.loader)
    register()
  }
  import(start.moduleUrl).then(
    () => {
      if (planned) return
      job.fail(
        new JobError({
          reason: 'invalid-job',
          message: `in worker threads the module ends without reaching the execute() of job ${start.job}`,
          cure: 'the module has to build the same jobs in every thread: do not make them depend on isMainThread, time or chance',
        }),
      )
    },
    (error) => {
      if (!planned) job.fail(error)
    },
  )
  await job.closed
}

/**
 * `process.exit` would end only this thread: it ends the job instead. It throws, so that the operator that called it is
 * known; code that catches everything does not get away with it.
 */
function refuseExit(job: WorkerJob): void {
  process.exit = ((code?: number) => {
    const error = new Error(`the job called process.exit(${code ?? ''})`)
    setImmediate(() => job.fail(error))
    throw error
  }) as typeof process.exit
}
