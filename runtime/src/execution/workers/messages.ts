import type { MessagePort } from 'node:worker_threads'
import type { SinkResult } from '../../connectors/index.ts'
import type { JobErrorData } from '../../failure/index.ts'
import type { LogicalGraphData } from '../../graph/index.ts'
import type { KeyText } from '../../partitioning/index.ts'
import type { JobOverrides } from '../job-host.ts'
import type { TapNews, TapWatch } from '../taps/index.ts'
import type { KeptForKey } from './kept-for-key.ts'

/** What a worker thread gets when it begins. */
export interface WorkerStart {
  readonly job: number
  readonly thread: number
  readonly threads: number
  readonly moduleUrl: string
  readonly overrides: JobOverrides
  readonly buildTime: number
  readonly structure: string
  readonly port: MessagePort
  readonly argv: readonly string[]
  /** Set when the module needs a loader of its own: `tsx`'s, as a URL. */
  readonly loader?: string
  readonly counting: boolean
  /** A debugger is attached: its call stacks are to name operators and instances. */
  readonly debugged: boolean
}

/** Memory that all threads share; made by the coordinator once it knows the graph. */
export interface SharedParts {
  readonly signals: SharedArrayBuffer
  readonly credits: SharedArrayBuffer
  readonly metrics: SharedArrayBuffer
  readonly channels: SharedArrayBuffer
  readonly output: SharedArrayBuffer
  /** To and from each other thread, by thread; its own place is empty. */
  readonly outgoing: readonly (SharedArrayBuffer | MessagePort | undefined)[]
  readonly incoming: readonly (SharedArrayBuffer | MessagePort | undefined)[]
}

export type ToWorker =
  | { readonly type: 'build'; readonly shared: SharedParts; readonly splits: ReadonlyMap<number, readonly unknown[]> }
  | { readonly type: 'start' }
  /** Sources end; what is in flight is drained. */
  | { readonly type: 'stop' }
  /** Everything has ended everywhere: sinks make permanent what they have written. */
  | { readonly type: 'commit' }
  /** The job failed: sinks give up. */
  | { readonly type: 'abort' }
  | Observe

/** What observers want of a thread. */
export type Observe =
  | { readonly type: 'tap'; readonly watches: readonly TapWatch[] }
  /** Notes latencies there from now on; undefined: no more. */
  | { readonly type: 'latency'; readonly memory: SharedArrayBuffer | undefined }
  | { readonly type: 'heap' }
  | {
      readonly type: 'state'
      readonly query: number
      readonly operatorId: number
      readonly instance: number
      readonly question: StateQuestion
    }

/** What an operator instance keeps under a key, or some of the keys it has. */
export type StateQuestion =
  | { readonly kind: 'entries'; readonly key: unknown }
  | { readonly kind: 'keys'; readonly limit: number }

export type FromWorker =
  /** The module has built the job; `graph` is there if it is not the coordinator's. */
  | { readonly type: 'planned'; readonly threadId: number; readonly graph?: LogicalGraphData }
  | { readonly type: 'opened' }
  /** All tasks of the thread have ended. */
  | { readonly type: 'ended' }
  /** Sinks have committed or given up, everything is closed. */
  | { readonly type: 'closed'; readonly remarks: readonly string[] }
  | { readonly type: 'failed'; readonly error: JobErrorData }
  | { readonly type: 'result'; readonly operatorId: number; readonly result: SinkResult }
  | { readonly type: 'output' }
  | { readonly type: 'skipped'; readonly error: JobErrorData; readonly count: number }
  | ({ readonly type: 'tapped' } & TapNews)
  | { readonly type: 'heap'; readonly used: number; readonly limit: number }
  | {
      readonly type: 'state'
      readonly query: number
      readonly entries: readonly KeptForKey[]
      readonly keys: readonly KeyText[]
      /** Of all states of the instance. */
      readonly names: readonly string[]
      /** Why it cannot say. */
      readonly failure?: string
    }
  /** A source of this thread reads the job's standard input; chunks come through the port, one per acknowledgement. */
  | { readonly type: 'stdin'; readonly port: MessagePort }
