import type { ControlledJob, JobMetrics, JobStatus } from '../control/index.ts'

/** How a job ended that did not fail. */
export interface JobResult {
  readonly name: string
  /** `skipped`: another job of the file was to be run. */
  readonly state: 'finished' | 'cancelled' | 'skipped'
  /** From the start of the first instance to the end of the last, in milliseconds. */
  readonly durationMs: number
  /** Records of the `collect` sinks, by the sink's name. */
  readonly results: Readonly<Record<string, readonly unknown[]>>
}

/** A job whose instances have all been opened and run. */
export interface RunningJob extends Pick<ControlledJob, 'status' | 'stop' | 'cancel'> {
  readonly name: string
  readonly observation: { totals(): JobMetrics }
  /** Resolves when the job has finished or was cancelled; rejects with the JobError it failed with. */
  readonly finished: Promise<JobResult>
  /** What `collect` sinks have sent so far. */
  results(name: string): readonly unknown[]
  onState(listener: (status: JobStatus) => void): void
}
