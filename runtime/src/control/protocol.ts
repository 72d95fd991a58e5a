import { NotificationType, RequestType } from 'vscode-jsonrpc'
import type { JobErrorData } from '../failure/index.ts'

/**
 * The control protocol: JSON-RPC over a local socket (a named pipe on Windows) between a running job's process and its
 * clients. The first request of a client must be `hello` with the token. Every other request and notification carries
 * the id of the job it is about: several Environments in a file are jobs 0, 1, ...
 */
export const PROTOCOL_VERSION = 1

export type JobState = 'created' | 'opening' | 'running' | 'stopping' | 'finished' | 'failed' | 'cancelled'

export interface JobStatus {
  readonly job: number
  readonly name: string
  readonly state: JobState
  /** Milliseconds since the epoch; absent before the job runs. */
  readonly startedAt?: number
  readonly endedAt?: number
  readonly threads: number
  readonly error?: JobErrorData
  /** How many records its sources have read; told when it has ended. */
  readonly recordsRead?: number
}

/** One line a job printed. */
export interface OutputLine {
  readonly text: string
  readonly stream: 'stdout' | 'stderr'
  /** Absent for what the job's module prints while it is imported. */
  readonly operatorId?: number
  readonly operatorName?: string
  readonly instance?: number
  /** Number of instances of the operator. */
  readonly parallelism?: number
}

/** Running totals of one operator instance. */
export interface InstanceMetrics {
  readonly operatorId: number
  readonly instance: number
  readonly thread: number
  readonly numRecordsIn: number
  readonly numRecordsOut: number
  /** Records that `onError('skip')` dropped. */
  readonly numRecordsSkipped: number
  /** Records that came too late for every window or join, and that no side output takes. */
  readonly lateRecordsDropped: number
  /**
   * The watermark of the operator's input, milliseconds since the epoch; absent before the first and after the final
   * one. How far it lags behind is `Date.now()` less this.
   */
  readonly currentInputWatermark?: number
  /** `none` before the first watermark, `idle` while nobody waits for the input's, `ended` after the final one. */
  readonly watermarkStatus: WatermarkStatus
  /** Milliseconds since the job started that the instance's task worked, waited for room, waited for input. */
  readonly busyTimeMs: number
  readonly backPressuredTimeMs: number
  readonly idleTimeMs: number
  /** Fraction read, 0..1, of a source that knows. */
  readonly progress?: number
  /** While somebody watches latency: of the last markers that have passed the instance. None of sources. */
  readonly latency?: LatencyMetrics
}

export type WatermarkStatus = 'none' | 'active' | 'idle' | 'ended'

/** Milliseconds from when a source has read a record to when the operator is done with it, and so with all before it. */
export interface LatencyMetrics {
  readonly p50: number
  readonly p99: number
  /** Markers that have passed since latency has been watched; the percentiles are of the last 128 of them. */
  readonly count: number
}

/** Totals of one edge of the logical graph. */
export interface EdgeMetrics {
  readonly edgeId: number
  readonly numRecords: number
  /** Bytes as which its records crossed from thread to thread; 0 within a thread. */
  readonly numBytes: number
  /** Fullest channel of the edge, 0..1; 0 inside a chain. */
  readonly queueFill: number
}

/** Totals of one channel. Inside a chain each instance has one, which is never filled. */
export interface ChannelMetrics {
  readonly edgeId: number
  /** Indexes of the sending and of the receiving instance. */
  readonly from: number
  readonly to: number
  /** Records that have been sent. They are counted by the batch: what is still being collected comes later. */
  readonly numRecords: number
  readonly queueFill: number
}

export interface JobMetrics {
  readonly job: number
  /** Milliseconds since the job started. */
  readonly elapsedMs: number
  readonly instances: readonly InstanceMetrics[]
  readonly edges: readonly EdgeMetrics[]
  /** Used heap and its limit of each worker thread, bytes. */
  readonly threads: readonly {
    readonly heapUsed: number
    readonly heapLimit: number
    readonly task: string
    /** Node's `worker_threads.threadId`: what a diagnostic report of the process calls the thread. */
    readonly threadId?: number
  }[]
}

/** Which records of an edge are sampled. It is asked where they are, in the job's threads. */
export type TapFilter =
  /** Records that show the text, or have it in their key, in upper or lower case. */
  | { readonly kind: 'text'; readonly text: string }
  /** A JavaScript expression of `record` and `key` that is true. One that throws is not. */
  | { readonly kind: 'expression'; readonly expression: string }

/** A sampled record of an edge. */
export interface TapSample {
  readonly edgeId: number
  /** Counts the samples of a job, in the order of their times. */
  readonly number: number
  /** Milliseconds since the epoch. */
  readonly time: number
  /** Index of the instance that sent it. */
  readonly instance: number
  /** Index of the instance it is sent to; absent where that is more than one. */
  readonly to?: number
  /** The record as JSON where it is JSON, else as `util.inspect` prints it. */
  readonly text: string
  readonly json: boolean
  /** The text has been cut after 16,384 characters. */
  readonly cut?: true
  /** The key, shown like the record. */
  readonly key?: string
}

/** What a filter has done since it was asked for. */
export interface FilterProgress {
  /** Not every record need have been: a filter gets a tenth of a thread's time. */
  readonly looked: number
  readonly matched: number
  /** What the expression threw first. */
  readonly error?: string
  /** Why a thread has stopped asking it. */
  readonly off?: string
}

/** An operator that keeps something by key. */
export interface KeyedOperator {
  readonly operatorId: number
  readonly operatorName: string
  /** Names of its states. */
  readonly states: readonly string[]
}

/** A key for which an operator keeps something. */
export interface KeptKey {
  /** What a user types for it. */
  readonly typed: string
  /** As a person would say it: `the number 5`. */
  readonly text: string
  readonly instance: number
}

/** What one key has in one state of an operator. */
export interface KeyStateEntry {
  readonly operatorId: number
  readonly operatorName: string
  /** What the key was taken for, as a person would say it: `the number 5`. */
  readonly key: string
  /** The state's name. */
  readonly name: string
  /** The end of the window or slice it belongs to, milliseconds, where it belongs to one. */
  readonly namespace?: number
  /** The value as JSON where it is JSON, else as `util.inspect` prints it. */
  readonly text: string
}

export interface JobOnly {
  readonly job: number
}

export const Hello = new RequestType<
  {
    readonly token: string
    readonly version: number
    /**
     * `all`: every line, in order; the job waits for this client (only the process that started the job may ask for it,
     * once). `latest`: what fits in a bounded ring; lost lines are counted. `none`.
     */
    readonly output: 'all' | 'latest' | 'none'
  },
  { readonly version: number; readonly processId: number; readonly jobs: readonly JobStatus[] },
  JobErrorData
>('hello')

export const Graph = new RequestType<JobOnly, { readonly logical: unknown; readonly physical: unknown }, JobErrorData>(
  'graph',
)
export const Status = new RequestType<JobOnly, JobStatus, JobErrorData>('status')
export const Metrics = new RequestType<JobOnly, JobMetrics, JobErrorData>('metrics')
/**
 * The channels of some edges, or of them those that begin or end at one instance. At most 20,000 are told, the others
 * are counted.
 */
export const Channels = new RequestType<
  JobOnly & {
    readonly edges: readonly number[]
    readonly at?: { readonly operatorId: number; readonly instance: number }
  },
  { readonly channels: readonly ChannelMetrics[]; readonly leftOut: number },
  JobErrorData
>('channels')
/**
 * Latency is measured while some client watches it, and is told with the metrics. Sources send markers a few times a
 * second, which take their place among the records; each passes the operators of a chain when these have dealt with all
 * that came before, and goes on along one channel of each edge.
 */
export const WatchLatency = new RequestType<JobOnly & { readonly watch: boolean }, null, JobErrorData>('watchLatency')
/**
 * Watches edges; samples arrive as `tapped` until the client asks for others or leaves. An empty list ends it. A filter
 * that is no expression is refused.
 */
export const Taps = new RequestType<
  JobOnly & {
    readonly edges: readonly number[]
    /** Most samples a second of each edge, 1..1000. Default 10. */
    readonly perSecond?: number
    readonly filter?: TapFilter
  },
  null,
  JobErrorData
>('taps')
/** Which operators keep something by key. */
export const KeyedOperators = new RequestType<JobOnly, readonly KeyedOperator[], JobErrorData>('keyedOperators')
/** Some of the keys for which an operator keeps something: at most `limit` (default 100, most 1000), of all instances. */
export const StateKeys = new RequestType<
  JobOnly & { readonly operatorId: number; readonly limit?: number },
  { readonly keys: readonly KeptKey[]; readonly more: boolean },
  JobErrorData
>('stateKeys')
/**
 * What operators keep for a key. `name` is an operator's name or uid, or the name of a state; `key` is as a user types
 * it: of what it may mean (see `keyReadings`), the first for which anything is kept.
 */
export const QueryState = new RequestType<
  JobOnly & { readonly name: string; readonly key: string },
  readonly KeyStateEntry[],
  JobErrorData
>('queryState')
/** Sources end, everything in flight is drained, sinks close. Resolves when the job has ended. */
export const Stop = new RequestType<JobOnly, JobStatus, JobErrorData>('stop')
/** Ends at once. Resolves when the job has ended. */
export const Cancel = new RequestType<JobOnly, JobStatus, JobErrorData>('cancel')

/** Lines the job printed; `lost` of them before these were dropped for this client. */
export const Output = new NotificationType<
  JobOnly & { readonly lines: readonly OutputLine[]; readonly lost: number; readonly sequence: number }
>('output')
/** A client with `output: 'all'` says up to which `sequence` it has dealt with; the job runs at most a window ahead. */
export const OutputTaken = new NotificationType<{ readonly sequence: number }>('outputTaken')
export const State = new NotificationType<JobStatus>('state')
/** The job failed, with all of its JobError. */
export const Failed = new NotificationType<JobOnly & { readonly error: JobErrorData }>('failed')
/** The last metrics of a job, before it is said that it has ended: nobody can ask any more. */
export const MetricsAtEnd = new NotificationType<JobMetrics>('metricsAtEnd')
/** The content of a `table` sink changed (at most a few times a second), or is final. */
export const Table = new NotificationType<
  JobOnly & {
    readonly operatorId: number
    readonly name: string
    readonly columns: readonly string[]
    readonly rows: readonly (readonly string[])[]
    readonly final: boolean
  }
>('table')
/** Samples of the edges that the client watches, and what its filter has done. */
export const Tapped = new NotificationType<
  JobOnly & { readonly samples: readonly TapSample[]; readonly lost: number; readonly filter?: FilterProgress }
>('tapped')
