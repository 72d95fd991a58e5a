import type { OutputTag } from '../operators/index.ts'
import {
  type AggregateFunction,
  describeSelector,
  type Selector,
  type WindowContext,
  type WindowFunction,
  windowAggregate,
  windowCount,
  windowMax,
  windowMin,
  windowOperator,
  windowProcess,
  windowReduce,
  windowSum,
} from '../operators/index.ts'
import {
  describeAssigner,
  needsTimestamps,
  requireAssigner,
  requireTrigger,
  type Trigger,
  type Window,
  type WindowAssigner,
} from '../time/index.ts'
import type { DataStream } from './data-stream.ts'
import type { NewOperator } from './job-builder.ts'
import { requireDuration, requireFunction, requireSelector, requireTag } from './operator-output.ts'
import type { Inferable, NumericField, Widen } from './types.ts'

/**
 * Records by window, and on a keyed stream by key: what is done with them is said last. Nothing is part of the job before
 * that (Flink's `WindowedStream`).
 *
 * @typeParam K the key; undefined where the whole stream is one window
 * @typeParam T a record
 */
export class WindowedStream<K, T> {
  private readonly assigner: WindowAssigner<T>
  private readonly keyed: boolean
  private readonly add: (operator: NewOperator) => DataStream<any>
  private lateness = 0
  private lateTag: OutputTag<T> | undefined
  private own: Trigger<T> | undefined

  constructor(assigner: WindowAssigner<T>, keyed: boolean, add: (operator: NewOperator) => DataStream<any>) {
    requireAssigner(assigner)
    this.assigner = assigner
    this.keyed = keyed
    this.add = add
  }

  /** Keeps windows for so many milliseconds of event time after their end: a late record fires its windows once more. */
  allowedLateness(milliseconds: number): this {
    requireDuration(milliseconds, 'allowedLateness', 0)
    this.lateness = milliseconds
    return this
  }

  /** Where records go that no window takes any more; without it they are counted and dropped. */
  lateTo(tag: OutputTag<T>): this {
    requireTag(tag, 'lateTo(..)')
    this.lateTag = tag
    return this
  }

  /** When windows fire: `onCount(n)`, `onEvery(ms)`, `purging(..)`, or one's own. It replaces the default. */
  trigger(trigger: Trigger<T>): this {
    requireTrigger(trigger)
    this.own = trigger
    return this
  }

  /** Reduces each window's records to one. */
  reduce(fn: (accumulated: T, record: T) => T, name?: string): DataStream<T> {
    requireFunction(fn, 'reduce')
    return this.apply('reduce', windowReduce(fn), name)
  }

  /**
   * The sum of a field, as the window's first record with that field replaced; or, of what a function returns, as
   * `[key, sum]`.
   */
  sum<F extends NumericField<T>>(field: F, name?: string): DataStream<T>
  sum(fn: (record: T) => number, name?: string): DataStream<[K, number]>
  sum(selector: Selector, name?: string): DataStream<any> {
    return this.select('sum', windowSum, selector, name)
  }

  /** The smallest value, in the same forms as `sum`. */
  min<F extends NumericField<T>>(field: F, name?: string): DataStream<T>
  min(fn: (record: T) => number, name?: string): DataStream<[K, number]>
  min(selector: Selector, name?: string): DataStream<any> {
    return this.select('min', windowMin, selector, name)
  }

  /** The largest value, in the same forms as `sum`. */
  max<F extends NumericField<T>>(field: F, name?: string): DataStream<T>
  max(fn: (record: T) => number, name?: string): DataStream<[K, number]>
  max(selector: Selector, name?: string): DataStream<any> {
    return this.select('max', windowMax, selector, name)
  }

  /** How many records each window has, as `[key, number]`. */
  count(name?: string): DataStream<[K, number]> {
    return this.apply('count', windowCount(), name)
  }

  /**
   * Collects each window's records in an accumulator, and makes a result of it when the window fires. With `merge`
   * sliding windows share their work, and session windows can be used.
   */
  aggregate<A, R extends Inferable>(fn: AggregateFunction<K, T, A, R>, name?: string): DataStream<Widen<R>> {
    return this.apply('aggregate', windowAggregate(fn as never), name)
  }

  /**
   * All records of a window at once. What the iterable yields is pulled as there is room, so a generator may yield any
   * number of records.
   */
  process<R extends Inferable>(
    fn: (key: K, window: Window, records: readonly T[], context: WindowContext) => Iterable<R>,
    name?: string,
  ): DataStream<Widen<R>> {
    requireFunction(fn, 'process')
    return this.apply('process', windowProcess(fn as never), name)
  }

  private select(
    method: 'sum' | 'min' | 'max',
    make: (selector: Selector) => WindowFunction,
    selector: Selector,
    name: string | undefined,
  ): DataStream<any> {
    requireSelector(selector, method)
    return this.apply(`${method}(${describeSelector(selector)})`, make(selector), name)
  }

  private apply(what: string, fn: WindowFunction, name = 'Window'): DataStream<any> {
    const { assigner, keyed, lateness, lateTag, own } = this
    return this.add({
      kind: 'window',
      name,
      detail: `${describeAssigner(assigner)} ${what}`,
      ...(keyed ? {} : { singleInstance: 'a window over a whole stream has one instance' }),
      eventTime: needsTimestamps(assigner),
      factory: windowOperator({
        assigner,
        ...(own === undefined ? {} : { trigger: own }),
        allowedLateness: lateness,
        ...(lateTag === undefined ? {} : { lateTag: lateTag.id }),
        fn,
        keyed,
      }),
    })
  }
}
