export {
  type ChainNode,
  type ChainReport,
  ChainSlots,
  chainState,
  compileChain,
  type Outlet,
  Returned,
  takeOutput,
} from './chains/index.ts'
export { checkRecord, freezeRecord, NotARecord } from './codec/index.ts'
export type { CollectorHost, CoordinatorHost, JobHost, JobOverrides, WorkerHost } from './job-host.ts'
export { jobHost, setJobHost } from './job-host.ts'

import type { JobPlan } from './job-plan.ts'
import type { RunningJob } from './running-job.ts'

export type { JobConfig, JobPlan } from './job-plan.ts'
export type { JobResult, RunningJob } from './running-job.ts'

/** Starts a job; see `start-job.ts`. Loaded when the first job starts: worker threads have no use for it. */
export async function startJob(plan: JobPlan): Promise<RunningJob> {
  const { startJob } = await import('./start-job.ts')
  return startJob(plan)
}
