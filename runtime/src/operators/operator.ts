import type { KeyedState } from '../state/index.ts'
import type { Clock } from '../time/index.ts'
import type { Output } from './output.ts'

/**
 * What happens to a record, in one of a few shapes. The execution compiles a chain of them into one loop, so a shape says
 * all that the loop needs to know; `apply` is called once a record and is inlined there.
 *
 * | shape | `apply` | records out |
 * |---|---|---|
 * | `map` | `(value) => value` | 1 |
 * | `filter` | `(value) => boolean` | 0 or 1 |
 * | `flatMap` | `(value) => Iterable or undefined` | what the iterable yields, pulled one by one as there is room |
 * | `each` | `(value) => void` | 1, the same, before `apply` is called |
 * | `key` | `(value) => key` | 1, with the key beside it |
 * | `time` | `(value, timestamp) => timestamp` | 1, with that timestamp |
 * | `pass` | none | 1 |
 * | `process` | `(value, key, timestamp, port) => Iterable or undefined` | what it put into `context.output`, then what the iterable yields |
 *
 * A record keeps the timestamp of the one it was made from; shape `process` says one with each record it emits:
 * `output.emit(value, timestamp)`, and `output.timestamp = ..` before an iterator yields.
 *
 * Contract: instances are made once per operator instance, in the thread that runs it; `open` before the first record
 * of any instance of the job, `finish` after the last record (its records still flow downstream), `close` on every way
 * out. No two of `apply`, `onWatermark`, `onProcessingTime`, `ready` and the iterators they return ever run at the same
 * time, and all that one of them has emitted is on its way before the next is called. When `apply` throws, the record is
 * lost with `onError: 'skip'` (and counted) or goes to the tag of `onError`, otherwise the job fails.
 */
export interface OperatorInstance {
  readonly shape: 'map' | 'filter' | 'flatMap' | 'each' | 'key' | 'time' | 'pass' | 'process'
  readonly apply?: (value: any, key: any, timestamp: number, port: number) => unknown
  /** `apply` wants the record's key as well; users' functions are called with the record alone. */
  readonly usesKey?: true
  /** Shape `key`: the key is a field of the record, so it need not travel beside it. */
  readonly keyIsField?: boolean
  /** The user's function that a record from a port is given to, where `apply` only wraps it: debuggers stop in it. */
  functionOf?(port: number): unknown
  /** Records that bring a new instance to where this one is with a key: asked when the function has failed on it. */
  recordsBefore?(key: unknown): readonly unknown[]
  open?(): void | Promise<void>
  finish?(): Iterable<unknown> | undefined
  close?(): void | Promise<void>

  /** The watermark of the input has advanced, `FINAL_WATERMARK` after the last record. Returns what has become due. */
  onWatermark?(watermark: number): Iterable<unknown> | undefined
  /** The watermark of its output, where that is not the one of its input. Never falls. */
  outputWatermark?(): number
  /**
   * The job is to stop: sources end, and so does the input some time after. What an operator does at the final watermark
   * must come to an end then, also when it has begun before.
   */
  stop?(): void
  /** Its output is idle: downstream does not wait for its watermarks. Absent: as its input is. */
  idle?(): boolean
  /** When it wants to be called next, or infinity. Looked at after every call. */
  nextProcessingTime?(): number
  onProcessingTime?(now: number): Iterable<unknown> | undefined
  /** The input is at its end, and the processing time stands still: returns what waits for it. */
  onEndOfProcessingTime?(): Iterable<unknown> | undefined
  /** Shape `time`: the loop keeps the largest timestamp here, and counts records where there is `idle`. */
  readonly progress?: TimeProgress

  /** Records it takes at the moment; the default is any number. Asked before records are given to it. */
  room?(): number
  /** Results that have come since; asked whenever the task runs, and after `context.wake()`. */
  ready?(): Iterable<unknown> | undefined
  /** Results are still to come: the task does not end, and the watermark of the output is held back. */
  busy?(): boolean

  /** State that belongs to no key: plain data. */
  snapshot?(): unknown
  /** @param snapshots of all instances of the operator, in their order; the parallelism may have been another */
  restore?(snapshots: readonly unknown[]): void
  /** The keyed state is back (after `open` and `restore`): what is derived from it is to be made anew. */
  restored?(): void
}

export interface TimeProgress {
  /** The largest timestamp so far. */
  max: number
  records: number
}

/** What an operator instance may know about where it runs, and use there. */
export interface InstanceContext {
  readonly operatorId: number
  readonly operatorName: string
  /** Index of the instance, from 0. */
  readonly instance: number
  readonly parallelism: number
  readonly maxParallelism: number
  readonly output: Output
  readonly state: KeyedState
  readonly clock: Clock
  /** There may be something `ready`, or `nextProcessingTime` has changed outside of a call. */
  wake(): void
  /** A late record was dropped (Flink's `lateRecordsDropped`). */
  lateRecordDropped(): void
  /** What happens to a record on which a function throws outside of `apply`: as the operator's `onError` says. */
  failed(error: unknown, record: unknown, timestamp: number): void
}

/** Makes the instances of one operator; built by the API, once per thread. */
export type OperatorFactory = (context: InstanceContext) => OperatorInstance
