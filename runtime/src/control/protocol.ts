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
  /** The watermark of the operator's input; absent before the first and after the final one. */
  readonly currentInputWatermark?: number
  /** Milliseconds since the job started that the instance's task worked, waited for room, waited for input. */
  readonly busyTimeMs: number
  readonly backPressuredTimeMs: number
  readonly idleTimeMs: number
  /** Fraction read, 0..1, of a source that knows. */
  readonly progress?: number
}

/** Totals of one edge of the logical graph. */
export interface EdgeMetrics {
  readonly edgeId: number
  readonly numRecords: number
  /** Fullest channel of the edge, 0..1; 0 inside a chain. */
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

/** A sampled record of an edge. */
export interface TapSample {
  readonly edgeId: number
  readonly instance: number
  /** The record as JSON where it is JSON, else as `util.inspect` prints it. */
  readonly text: string
  readonly key?: string
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
/** Watches edges; samples arrive as `tapped` until the client asks for others or leaves. An empty list ends it. */
export const Taps = new RequestType<
  JobOnly & { readonly edges: readonly number[]; readonly perSecond?: number },
  null,
  JobErrorData
>('taps')
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
export const Tapped = new NotificationType<JobOnly & { readonly samples: readonly TapSample[]; readonly lost: number }>(
  'tapped',
)
