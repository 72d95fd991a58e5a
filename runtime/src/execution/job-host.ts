import type { JobListener } from '../control/index.ts'
import type { JobPlan } from './job-plan.ts'

/** What was asked for on the command line, the same in every thread. */
export interface JobOverrides {
  readonly parallelism?: number
  readonly threads?: number
  /** Values of `--set name=value`. */
  readonly parameters?: Readonly<Record<string, string>>
  /** Run only the job of this name. */
  readonly onlyJob?: string
  /** See `JobPlan`. A job that asks for all of its records to be checked is not given less. */
  readonly checkRecords?: boolean | 'some'
}

/**
 * The surroundings of a job's module, left under a global symbol before it is imported. Without one the module is the
 * program's main module (`node build.js`, `tsx job.flow.ts`).
 */
export type JobHost = CoordinatorHost | WorkerHost | CollectorHost

export interface CoordinatorHost {
  readonly role: 'coordinator'
  /** The module that worker threads import. */
  readonly moduleUrl: string
  readonly overrides: JobOverrides
  readonly listener?: JobListener
}

export interface WorkerHost {
  readonly role: 'worker'
  readonly overrides: JobOverrides
  /** The job this worker serves. */
  readonly job: number
  readonly handOver: (plan: JobPlan) => void
}

/** Imports the module for its graphs only: `execute` hands the plan over and never resolves, nothing is started. */
export interface CollectorHost {
  readonly role: 'collector'
  readonly overrides: JobOverrides
  /** The first job that is wanted; those before it are passed over. Default 0. */
  readonly job?: number
  readonly collect: (plan: JobPlan) => void
}

const symbol = Symbol.for('millrace.JobHost.v1')

export function jobHost(): JobHost | undefined {
  return (globalThis as Record<symbol, unknown>)[symbol] as JobHost | undefined
}

export function setJobHost(host: JobHost): void {
  ;(globalThis as Record<symbol, unknown>)[symbol] = host
}
