import type { PanelPlace, PanelRun } from './output-messages.ts'

/** What is measured of an operator every second, in the order of the lists in messages; a chart each, a column of the CSV. */
export const quantities = [
  { id: 'recordsIn', title: 'Records in', unit: 'records/s' },
  { id: 'recordsOut', title: 'Records out', unit: 'records/s' },
  { id: 'bytesOut', title: 'Bytes to other threads', unit: 'bytes/s' },
  { id: 'busy', title: 'Busy', unit: 'share' },
  { id: 'backPressured', title: 'Back-pressured', unit: 'share' },
  { id: 'latencyP50', title: 'Latency p50', unit: 'ms' },
  { id: 'latencyP99', title: 'Latency p99', unit: 'ms' },
  { id: 'watermarkLag', title: 'Watermark lag', unit: 'ms' },
] as const

export type MetricsUnit = (typeof quantities)[number]['unit'] | 'bytes'

/** By quantity, then by operator; null where there is nothing to measure. */
export type MetricsValues = readonly (readonly (number | null)[])[]

export interface MetricsSample {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly values: MetricsValues
  /** Used heap of each thread, bytes. */
  readonly heaps: readonly number[]
}

export interface MetricsOperator {
  readonly id: number
  readonly name: string
  /** All records since the job started, as the job itself reports them. */
  readonly recordsIn: number
  readonly recordsOut: number
}

/** What a job has done. Samples are numbered from 0; the numbers hold for one job of one run. */
export interface MetricsMessage {
  readonly type: 'metrics'
  /** Absent: nothing has run. */
  readonly run?: PanelRun
  readonly runs: readonly PanelRun[]
  readonly jobs: readonly { readonly job: number; readonly name: string }[]
  readonly job: number
  readonly operators: readonly MetricsOperator[]
  /** Number of the first of `samples`, and of the oldest that is kept. */
  readonly from: number
  readonly first: number
  readonly samples: readonly MetricsSample[]
  /** When the job has ended: what it did on average, from its last report. */
  readonly average?: MetricsValues
}

/** The host keeps the samples and says only that there are new ones; the view pulls those it has not got. */
export type ToMetrics = { readonly type: 'changed' } | MetricsMessage

export type FromMetrics =
  | {
      readonly type: 'pull'
      /** What the view has samples of, and the number of the first one that it wants. */
      readonly has?: { readonly run: number; readonly job: number }
      readonly from: number
      /** The job that somebody chose. */
      readonly job?: number
    }
  | { readonly type: 'show'; readonly run: number }
  | { readonly type: 'open'; readonly place: PanelPlace }
  | { readonly type: 'saveCsv'; readonly job: number }
  | { readonly type: 'runJob' }
