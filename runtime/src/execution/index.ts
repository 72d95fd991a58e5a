export {
  type ChainNode,
  type ChainReport,
  ChainSlots,
  chainState,
  compileChain,
  type Outlet,
  Returned,
} from './chains/index.ts'
export { checkRecord, freezeRecord, NotARecord } from './codec/index.ts'
export type { DeterministicOptions, DeterministicRun } from './deterministic/deterministic-run.ts'
export type { CollectorHost, CoordinatorHost, JobHost, JobOverrides, WorkerHost } from './job-host.ts'
export { jobHost, setJobHost } from './job-host.ts'

import type { DeterministicOptions, DeterministicRun } from './deterministic/deterministic-run.ts'
import type { JobPlan } from './job-plan.ts'
import type { RunningJob } from './running-job.ts'

export type { JobConfig, JobPlan } from './job-plan.ts'
export type { JobResult, RunningJob } from './running-job.ts'
export type { JobSnapshot, OperatorSnapshot } from './snapshot.ts'
export type { DeadLetter } from './workers/chain-reports.ts'

/** Starts a job; see `start-job.ts`. Loaded when the first job starts: worker threads have no use for it. */
export async function startJob(plan: JobPlan): Promise<RunningJob> {
  const { startJob } = await import('./start-job.ts')
  return startJob(plan)
}

/** Opens a job that runs in this thread, a record at a time; see `DeterministicRun`. */
export async function openDeterministicRun(plan: JobPlan, options: DeterministicOptions): Promise<DeterministicRun> {
  const { DeterministicRun } = await import('./deterministic/deterministic-run.ts')
  const run = new DeterministicRun(plan, options)
  await run.open()
  return run
}
