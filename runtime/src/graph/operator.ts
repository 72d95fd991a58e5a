import type { SourcePosition } from '../failure/index.ts'

/** What an operator is; with the method of the API that makes it. */
export type OperatorKind =
  | 'source'
  | 'unconnected'
  | 'map'
  | 'flatMap'
  | 'filter'
  | 'keyBy'
  | 'reduce'
  | 'sum'
  | 'inspect'
  | 'union'
  | 'assignTimestamps'
  | 'window'
  | 'windowJoin'
  | 'intervalJoin'
  | 'process'
  | 'connect'
  | 'asyncMap'
  | 'sink'
  /** Only in graphs that were read from a text: a part of it that only running the job tells. */
  | 'opaque'

/** Where an operator's parallelism comes from, strongest first. */
export type ParallelismOrigin = 'operator' | 'commandLine' | 'environment' | 'default' | 'fixed'

/**
 * One operator of the logical graph: plain data, without the user's functions, so that the same graph can be built
 * by running the job, by reading its text, and in every thread.
 */
export interface Operator {
  /** Counted from 0 in the order the job creates operators. */
  readonly id: number
  readonly kind: OperatorKind
  readonly name: string
  /** The name savepoints know the operator by. */
  readonly uid?: string
  /** Number of instances, at least 1. */
  readonly parallelism: number
  readonly parallelismOrigin: ParallelismOrigin
  /** Operators of one slot group share threads that no other group uses. */
  readonly slotGroup: string
  /** What happens to a record whose function throws. */
  readonly onError: 'fail' | 'skip' | 'sideOutput'
  /** The side output that such records go to. */
  readonly errorTag?: string
  /** It works on event time: each of its records must have a timestamp. */
  readonly eventTime?: true
  /** Sources: its records have timestamps. Sinks: it writes them. */
  readonly timestamps?: true
  /** Where the user's text makes it. */
  readonly position?: SourcePosition
  /** Sources: why it cannot have more than one instance, when it cannot ("an async iterable has one reader"). */
  readonly singleInstance?: string
  /** One line of text about what it does, for printing: a selector, a file, a function's text. */
  readonly detail?: string
}
