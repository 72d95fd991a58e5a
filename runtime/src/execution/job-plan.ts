import type { Sink, Source } from '../connectors/index.ts'
import type { LogicalGraph } from '../graph/index.ts'
import type { OperatorFactory } from '../operators/index.ts'
import type { StateBackend } from '../state/index.ts'

/** What the job as a whole was configured with; every field is decided. */
export interface JobConfig {
  /** Number of worker threads. */
  readonly threads: number
  /** Number of key groups: the largest parallelism keyed state can be spread over. */
  readonly maxParallelism?: number
  /**
   * Records (or units of 256 encoded bytes) a channel holds before its producer waits. Unset: 16,384, and less on edges
   * with very many channels.
   */
  readonly channelCapacity?: number
  /** Whether operators that can be are run as one task. */
  readonly chaining: boolean
  readonly channelType: 'shared' | 'message'
  /** Where keyed state is kept; in memory where it is unset. */
  readonly state?: StateBackend
  /**
   * Whether same-thread edges are held to the rules of cross-thread ones, and emitted records frozen. `some`: the first
   * thousand records that an operator's instance emits, and then one of 64, which costs little.
   */
  readonly checkRecords: boolean | 'some'
}

/**
 * What a job file hands to the execution: the graph as data, and the user's functions by operator and edge id. Every
 * thread builds its own by importing the same module; only the graph is compared.
 */
export interface JobPlan {
  /** 0 for the first Environment that is executed in this process, then 1, ... */
  readonly job: number
  readonly name: string
  readonly graph: LogicalGraph
  readonly config: JobConfig
  /** Every operator but sources and sinks. */
  readonly operators: ReadonlyMap<number, OperatorFactory>
  readonly sources: ReadonlyMap<number, Source<unknown>>
  readonly sinks: ReadonlyMap<number, Sink<unknown>>
  /** Functions of edges with strategy Custom. */
  readonly partitions: ReadonlyMap<number, (record: never, channels: number) => number | readonly number[]>
  /** Resolves a path that the job file gives relative to itself. */
  resolve(path: string): string
}
