import { adaptSink, discard, isSink, type Sink } from '../connectors/index.ts'
import { callSite, JobError } from '../failure/index.ts'
import {
  describeSelector,
  filter,
  flatMap,
  inspect,
  keyBy,
  map,
  reduce,
  type Selector,
  sum,
  union,
} from '../operators/index.ts'
import type { StrategyName } from '../partitioning/index.ts'
import type { JobBuilder, NewOperator, PartitionFunction, StreamEnd } from './job-builder.ts'
import type { Field, FieldValue, Inferable, Key, NumericField, Widen } from './types.ts'

const brand = Symbol.for('millrace.DataStream.v1')
/** The builder and end of a stream, for the rest of the API. */
export const internals = Symbol.for('millrace.DataStream.internals.v1')

interface Internals {
  readonly builder: JobBuilder
  readonly end: StreamEnd
}

/** Whether a value is a stream of this API, whichever copy of it. */
export function isStream(value: unknown): value is DataStream<any> {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true
}

/** What streams and closed branches have in common: settings of the operator that produces them. */
abstract class OperatorOutput {
  readonly [internals]: Internals

  constructor(builder: JobBuilder, end: StreamEnd) {
    this[internals] = { builder, end }
  }

  /** Names the operator that produces this stream, for graphs, errors and metrics. */
  name(name: string): this {
    if (typeof name !== 'string' || name.trim() === '') throw misuse('name(..) takes a text that is not empty')
    return this.change({ name })
  }

  /** The name by which savepoints find the operator's state; unique within the job. */
  uid(uid: string): this {
    if (typeof uid !== 'string' || uid === '') throw misuse('uid(..) takes a text that is not empty')
    return this.change({ uid })
  }

  /**
   * Number of instances of the operator that produces this stream, at least 1; stronger than the Environment's and the
   * command line's.
   */
  setParallelism(parallelism: number): this {
    const { builder, end } = this[internals]
    builder.setParallelism(end.operatorId, parallelism)
    return this
  }

  /** Operators of one slot group share worker threads that no other group uses. */
  slotGroup(name: string): this {
    if (typeof name !== 'string' || name === '') throw misuse('slotGroup(..) takes a text that is not empty')
    return this.change({ slotGroup: name })
  }

  private change(change: Parameters<JobBuilder['change']>[1]): this {
    const { builder, end } = this[internals]
    builder.change(end.operatorId, change)
    return this
  }
}

/** A branch that has ended in a sink: nothing can follow. */
export class DataStreamSink extends OperatorOutput {}

/**
 * A stream of records of type T: an open end of the dataflow, to which operators are added. Every method that adds an
 * operator returns a new stream; a stream that is used twice is a fork, and both branches get all records.
 *
 * Records are plain data, what `structuredClone` preserves; they must not be changed after they were emitted.
 */
export class DataStream<T> extends OperatorOutput {
  declare readonly [brand]: true

  static {
    Object.defineProperty(DataStream.prototype, brand, { value: true })
  }

  protected add(operator: NewOperator, others: readonly DataStream<any>[] = []): StreamEnd {
    const { builder, end } = this[internals]
    return builder.add(operator, [end, ...others.map((other) => other[internals].end)])
  }

  protected stream<R>(end: StreamEnd): DataStream<R> {
    return new DataStream<R>(this[internals].builder, end)
  }

  /** One record out for each record in. */
  map<R extends Inferable>(fn: (record: T) => R, name = 'Map'): DataStream<Widen<R>> {
    requireFunction(fn, 'map')
    return this.stream(this.add({ kind: 'map', name, factory: map(fn) }))
  }

  /**
   * As many records as the returned iterable yields. They are pulled one by one as there is room downstream, so that a
   * generator may yield any number of them.
   */
  flatMap<R extends Inferable>(fn: (record: T) => Iterable<R>, name = 'FlatMap'): DataStream<Widen<R>> {
    requireFunction(fn, 'flatMap')
    return this.stream(this.add({ kind: 'flatMap', name, factory: flatMap(fn) }))
  }

  /** Passes on the records for which the function returns something true. */
  filter<S extends T>(fn: (record: T) => record is S, name?: string): DataStream<S>
  filter(fn: (record: T) => unknown, name?: string): DataStream<T>
  filter(fn: (record: T) => unknown, name = 'Filter'): DataStream<T> {
    requireFunction(fn, 'filter')
    return this.stream(this.add({ kind: 'filter', name, factory: filter(fn) }))
  }

  /**
   * Gives each record a key: an index of a tuple, a property, or what a function returns. Records with equal keys meet
   * in one instance of the next operator. Keys compare by content; null and undefined are refused when they come.
   */
  keyBy<F extends Field<T>>(field: F, name?: string): KeyedStream<FieldValue<T, F>, T>
  keyBy<K extends Key>(fn: (record: T) => K, name?: string): KeyedStream<Widen<K>, T>
  keyBy(selector: Selector, name = 'KeyBy'): KeyedStream<unknown, T> {
    requireSelector(selector, 'keyBy')
    const detail = describeSelector(selector)
    return new KeyedStream(this[internals].builder, this.add({ kind: 'keyBy', name, detail, factory: keyBy(selector) }))
  }

  /**
   * Passes each record on and shows it to the function. It may be the end of a branch. A promise that the function
   * returns holds up no record; the job ends when it has settled, and fails if it is rejected.
   */
  inspect(fn: (record: T) => unknown, name = 'Inspect'): DataStream<T> {
    requireFunction(fn, 'inspect')
    return this.stream(this.add({ kind: 'inspect', name, factory: inspect(fn) }))
  }

  /** The records of this stream and of others of the same type, in the order they come. */
  union(...others: DataStream<T>[]): DataStream<T> {
    for (const other of others) {
      if (!isStream(other)) throw misuse('union(..) takes streams')
      if (other[internals].builder !== this[internals].builder)
        throw misuse('union(..) takes streams of the same Environment')
    }
    return this.stream(this.add({ kind: 'union', name: 'Union', factory: union }, others))
  }

  /**
   * Ends the branch: in a sink of this package or one's own, in a function that is called with each record (its promise,
   * if it returns one, is awaited before the next), or dropping the records.
   */
  sink(sink?: Sink<T> | ((record: T) => unknown)): DataStreamSink {
    const target = sink === undefined ? discard<T>() : isSink(sink) ? sink : adaptSink(sink as (record: T) => unknown)
    const { builder } = this[internals]
    const { name = 'Sink', detail, singleInstance } = target
    return new DataStreamSink(
      builder,
      this.add({ kind: 'sink', name, detail, singleInstance, sink: target as Sink<unknown> }),
    )
  }

  /** What happens to a record on which the operator's function throws: the job fails, or the record is skipped and counted. */
  onError(policy: 'fail' | 'skip'): this {
    if (policy !== 'fail' && policy !== 'skip') throw misuse("onError(..) takes 'fail' or 'skip'")
    const { builder, end } = this[internals]
    const { kind, name } = builder.graph.operator(end.operatorId)
    if (policy === 'skip' && (kind === 'source' || kind === 'union' || kind === 'unconnected')) {
      throw misuse(
        `onError('skip') is for operators with a function: ${name} has none, and what it cannot read fails the job`,
      )
    }
    builder.change(end.operatorId, { onError: policy })
    return this
  }

  /** Instance i feeds instance i of the next operator, modulo its parallelism. */
  forward(): DataStream<T> {
    return this.partitioned('Forward')
  }

  /** By the hash of the whole record: equal records meet in one instance. */
  shuffle(): DataStream<T> {
    return this.partitioned('Shuffle')
  }

  /** Every record to every instance. */
  broadcast(): DataStream<T> {
    return this.partitioned('Broadcast')
  }

  /** In turn among a near part of the instances (Flink's rescale). */
  rescale(): DataStream<T> {
    return this.partitioned('Rescale')
  }

  /** In turn among all instances. */
  roundRobin(): DataStream<T> {
    return this.partitioned('RoundRobin')
  }

  /** To the instance, or instances, whose index the function returns; `channels` is how many there are. */
  partition(fn: (record: T, channels: number) => number | readonly number[]): DataStream<T> {
    requireFunction(fn, 'partition')
    return this.partitioned('Custom', fn as PartitionFunction)
  }

  private partitioned(strategy: StrategyName, partition?: PartitionFunction): DataStream<T> {
    const { builder, end } = this[internals]
    return new DataStream<T>(builder, builder.partition(end, strategy, partition))
  }
}

/** A stream whose records have keys of type K: what comes next works per key. */
export class KeyedStream<K, T> extends DataStream<T> {
  /** Keeps streams of different keys apart for the compiler. */
  declare protected readonly keyType: K

  /** Rolling reduction per key: emits, for each record, what the key's records have been reduced to; the first one as it is. */
  reduce(fn: (accumulated: T, record: T) => T, name = 'Reduce'): DataStream<T> {
    requireFunction(fn, 'reduce')
    return this.stream(this.add({ kind: 'reduce', name, factory: reduce(fn) }))
  }

  /**
   * Rolling sum per key. With a field it emits the key's first record with that field replaced by the total (Flink's
   * `SumAggregator`); with a function it emits `[key, total]`.
   */
  sum<F extends NumericField<T>>(field: F, name?: string): DataStream<T>
  sum(fn: (record: T) => number, name?: string): DataStream<[K, number]>
  sum(selector: Selector, name = 'Sum'): DataStream<any> {
    requireSelector(selector, 'sum')
    return this.stream(this.add({ kind: 'sum', name, detail: describeSelector(selector), factory: sum(selector) }))
  }
}

function requireFunction(fn: unknown, method: string): void {
  if (typeof fn !== 'function')
    throw misuse(`${method}(..) takes a function, but got ${fn === null ? 'null' : typeof fn}`)
}

function requireSelector(selector: unknown, method: string): void {
  if (typeof selector === 'function' || typeof selector === 'string') return
  if (typeof selector === 'number' && Number.isInteger(selector) && selector >= 0) return
  throw misuse(`${method}(..) takes an index, a property name or a function`)
}

function misuse(message: string): JobError {
  return new JobError({ reason: 'invalid-job', message, position: callSite() })
}
