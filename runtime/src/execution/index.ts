export {
  type ChainNode,
  type ChainReport,
  ChainSlots,
  callingOperator,
  chainState,
  compileChain,
  type Outlet,
  Returned,
} from './chains/index.ts'
export { checkRecord, freezeRecord, NotARecord } from './codec/index.ts'
export type { DeterministicOptions, DeterministicRun } from './deterministic/deterministic-run.ts'
export type { CollectorHost, CoordinatorHost, JobHost, JobOverrides, WorkerHost } from './job-host.ts'
export { jobHost, setJobHost } from './job-host.ts'

import type { FailedCall } from '../failure/index.ts'
import type { DeterministicOptions, DeterministicRun } from './deterministic/deterministic-run.ts'
import type { JobPlan } from './job-plan.ts'
import type { PreviewListener, PreviewOptions } from './preview/index.ts'
import type { Replayed } from './replay.ts'
import type { RunningJob } from './running-job.ts'

export type { JobConfig, JobPlan } from './job-plan.ts'
export type { PreviewListener, PreviewOptions, PreviewParts } from './preview/index.ts'
export type { Replayed } from './replay.ts'
export type { JobResult, RunningJob } from './running-job.ts'
export type { JobSnapshot, OperatorSnapshot } from './snapshot.ts'
export { type Shown, shown } from './taps/index.ts'
export type { DeadLetter } from './workers/chain-reports.ts'

/** Loads what `startJob` needs, ahead of the first job. */
export async function loadStartJob(): Promise<void> {
  await import('./start-job.ts')
}

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

/** Runs a part of a job in this thread on its sources' first records; see `preview`. */
export async function previewPlan(plan: JobPlan, options: PreviewOptions, listener: PreviewListener): Promise<void> {
  const { preview } = await import('./preview/index.ts')
  return preview(plan, options, listener)
}

/** Calls an operator's function as it was called when it failed; see `replay`. */
export async function replayCall(plan: JobPlan, failedCall: FailedCall): Promise<Replayed> {
  const { replay } = await import('./replay.ts')
  return replay(plan, failedCall)
}
