import type { SinkResult } from '../connectors/index.ts'
import type { JobMetrics, JobStatus, KeyStateEntry, OutputLine, TapSample } from './protocol.ts'

/** What the control server needs of a running job: implemented by the execution's coordinator. */
export interface ControlledJob {
  readonly job: number
  graph(): { readonly logical: unknown; readonly physical: unknown }
  status(): JobStatus
  metrics(): JobMetrics
  /** Starts and ends the sampling of edges. Nothing is sampled before the first call. */
  tap(edges: readonly number[], perSecond: number, listener: (samples: readonly TapSample[]) => void): () => void
  /** What operators keep for a key; rejects when no operator and no state has the name. */
  queryState(name: string, key: string): Promise<readonly KeyStateEntry[]>
  /** Both resolve when the job has ended, however it ended. */
  stop(): Promise<JobStatus>
  cancel(): Promise<JobStatus>
}

/** What a job tells, as it happens: implemented by the control server, and by the console for jobs that run without one. */
export interface JobListener {
  jobCreated(job: ControlledJob): void
  /** `execute` was called for a job that `--job` leaves out. */
  jobSkipped?(name: string): void
  stateChanged(status: JobStatus): void
  /**
   * Lines the job printed, in order. Returns a promise when the listener wants the job to wait before it prints more
   * (its threads then stand still in `console.log`).
   */
  printed(job: number, lines: readonly OutputLine[]): void | Promise<void>
  sinkResult(job: number, operatorId: number, result: SinkResult): void
}
