import type { StateDeclarations } from '../state/index.ts'
import type { OutputTag } from './output-tag.ts'

/** Takes what a function emits. */
export interface Collector<R> {
  /** Emits a record, with the timestamp of the record or timer that is being processed. */
  collect(record: R): void
}

/** What a function gets when it opens: where it runs, and the means to declare its state. */
export interface OpenContext extends StateDeclarations {
  /** Index of the instance, from 0. */
  readonly instance: number
  readonly parallelism: number
}

/** Timers of the key that is being processed: one per time, of each kind of time. Milliseconds since 1970. */
export interface Timers {
  /**
   * `onTimer` is called when the watermark has reached `time`; for a time that has passed, when it next advances. At the end
   * of input every time is reached, also those set then, unless the job is stopped.
   */
  registerEventTime(time: number): void
  deleteEventTime(time: number): void
  /** `onTimer` is called when the processing time has reached `time`. */
  registerProcessingTime(time: number): void
  deleteProcessingTime(time: number): void
}

/**
 * What a function may know and do beside its record. It is one object, used again for every record: be done when the
 * method returns. A method that returns a promise or is a generator fails, and so does what a promise or a timer of
 * Node's does with context, state or collector later.
 */
export interface ProcessContext<K, S> {
  /** Of the record or the timer; a stream without keys has none, and the compiler knows it as `never`. */
  readonly key: K
  /** Of the record or the timer; undefined for a record that has none. */
  readonly timestamp: number | undefined
  /** `-Infinity` before the first. */
  readonly watermark: number
  /** The processing time. */
  readonly now: number
  readonly timers: Timers
  /** What `open` has returned. */
  readonly state: S
  /** To a side output, with the timestamp of the record or timer. */
  output<T>(tag: OutputTag<T>, record: T): void
}

export interface TimerContext<K, S> extends ProcessContext<K, S> {
  readonly timeDomain: 'event' | 'processing'
}

interface Opening<S> {
  /** Called for each instance before the first record: declares state, and returns what the other methods share. */
  open?(context: OpenContext): S | Promise<S>
  close?(): void | Promise<void>
}

interface WithTimers<K, R, S> extends Opening<S> {
  /** A timer is due. It is never called while another method of the same instance is. */
  onTimer?(time: number, context: TimerContext<K, S>, out: Collector<R>): void
}

/** A function with state and timers (Flink's `KeyedProcessFunction`). */
export interface ProcessFunction<K, T, R, S> extends WithTimers<K, R, S> {
  onRecord(record: T, context: ProcessContext<K, S>, out: Collector<R>): void
}

/** One function over two keyed streams, with one state per key (Flink's `KeyedCoProcessFunction`). */
export interface CoProcessFunction<K, L, R, O, S> extends WithTimers<K, O, S> {
  onLeft(record: L, context: ProcessContext<K, S>, out: Collector<O>): void
  onRight(record: R, context: ProcessContext<K, S>, out: Collector<O>): void
}

/** What every instance knows alike, in the order in which it was first set: changed by broadcast records only. */
export interface BroadcastState<K, V> {
  get(key: K): V | undefined
  has(key: K): boolean
  set(key: K, value: V): void
  delete(key: K): boolean
  entries(): [K, V][]
  readonly size: number
}

export interface BroadcastOpenContext extends OpenContext {
  /** Keys compare by content. It can be changed in `onBroadcast` only, so that all instances stay alike. */
  broadcastState<K, V>(name: string): BroadcastState<K, V>
}

/** A stream, and rules for it that every instance gets (Flink's `KeyedBroadcastProcessFunction`). */
export interface BroadcastProcessFunction<K, T, B, R, S> {
  open?(context: BroadcastOpenContext): S | Promise<S>
  onRecord(record: T, context: ProcessContext<K, S>, out: Collector<R>): void
  /** There is no key here. */
  onBroadcast(record: B, context: ProcessContext<undefined, S>, out: Collector<R>): void
  onTimer?(time: number, context: TimerContext<K, S>, out: Collector<R>): void
  close?(): void | Promise<void>
}
