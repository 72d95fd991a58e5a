import type { SinkResult } from '../connectors/index.ts'
import type {
  ChannelMetrics,
  FilterProgress,
  JobMetrics,
  JobStatus,
  KeptKey,
  KeyedOperator,
  KeyStateEntry,
  OutputLine,
  TapFilter,
  TapSample,
} from './protocol.ts'

/** What the control server needs of a running job: implemented by the execution's coordinator. */
export interface ControlledJob {
  readonly job: number
  graph(): { readonly logical: unknown; readonly physical: unknown }
  status(): JobStatus
  readonly observation: JobObservation
  /** Both resolve when the job has ended, however it ended. */
  stop(): Promise<JobStatus>
  cancel(): Promise<JobStatus>
}

/** What can be seen of a running job. Nothing is sampled or measured for those who do not ask. */
export interface JobObservation {
  /** With the heaps as they are now, of threads that answer. */
  metrics(): Promise<JobMetrics>
  /** The counters as they are now, with the heaps as they were last told. */
  totals(): JobMetrics
  /** @param at only channels that begin or end at the instance */
  channels(
    edges: readonly number[],
    at?: { readonly operatorId: number; readonly instance: number },
  ): { readonly channels: readonly ChannelMetrics[]; readonly leftOut: number }
  /** Measures latency until what is returned is called. */
  watchLatency(): () => void
  /** Samples edges until what is returned is called. Throws for an edge that does not exist, or a filter that is wrong. */
  tap(request: TapRequest): () => void
  /** What operators keep for a key; rejects when no operator and no state has the name. */
  queryState(name: string, key: string): Promise<readonly KeyStateEntry[]>
  keyedOperators(): Promise<readonly KeyedOperator[]>
  stateKeys(operatorId: number, limit: number): Promise<{ readonly keys: readonly KeptKey[]; readonly more: boolean }>
}

export interface TapRequest {
  readonly edges: readonly number[]
  /** Samples a second of each edge, at most. */
  readonly perSecond: number
  readonly filter?: TapFilter
  readonly listener: (samples: readonly TapSample[], filter?: FilterProgress) => void
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
