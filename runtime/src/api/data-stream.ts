import { adaptSink, checkOptions, discard, isSink, type Sink } from '../connectors/index.ts'
import type { DeadLetter } from '../execution/index.ts'
import {
  type AsyncMapOptions,
  assignTimestamps,
  asyncMap,
  describeSelector,
  filter,
  flatMap,
  inspect,
  isOutputTag,
  keyBy,
  map,
  type OutputTag,
  type ProcessFunction,
  processOperator,
  reduce,
  type Selector,
  sum,
  type TimestampOptions,
  union,
} from '../operators/index.ts'
import type { StrategyName } from '../partitioning/index.ts'
import { processingTimeTumbling, type WindowAssigner } from '../time/index.ts'
import { BroadcastConnectedStreams, ConnectedStreams } from './connected-streams.ts'
import { type IntervalJoinOptions, intervalJoinFactory } from './interval-join.ts'
import type { NewOperator, PartitionFunction, StreamEnd } from './job-builder.ts'
import {
  internals,
  misuse,
  OperatorOutput,
  requireDuration,
  requireFunction,
  requireSelector,
  requireTag,
} from './operator-output.ts'
import type { FieldValue, Inferable, Key, KeyField, NumericField, Widen } from './types.ts'
import { addWindowJoin, type WindowJoinOptions } from './window-join.ts'
import { WindowedStream } from './windowed-stream.ts'

const brand = Symbol.for('millrace.DataStream.v1')

/** Whether a value is a stream of this API, whichever copy of it. */
export function isStream(value: unknown): value is DataStream<any> {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true
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

  protected add(
    operator: NewOperator,
    others: readonly DataStream<any>[] = [],
    ports: readonly number[] = [],
  ): StreamEnd {
    const { builder, end } = this[internals]
    for (const other of others) {
      if (!isStream(other)) throw misuse(`${operator.kind}(..) takes streams`)
      if (other[internals].builder !== builder)
        throw misuse(`${operator.kind}(..) takes streams of the same Environment`)
    }
    return builder.add(operator, [end, ...others.map((other) => other[internals].end)], ports)
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
  keyBy<F extends KeyField<T>>(field: F, name?: string): KeyedStream<FieldValue<T, F>, T>
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
    return this.stream(this.add({ kind: 'union', name: 'Union', factory: union }, others))
  }

  /**
   * Ends the branch: in a sink of this package or one's own, in a function that is called with each record (its promise,
   * if it returns one, is awaited before the next), or dropping the records.
   */
  sink(sink?: Sink<T> | ((record: T) => unknown)): DataStreamSink {
    const target = sink === undefined ? discard<T>() : isSink(sink) ? sink : adaptSink(sink as (record: T) => unknown)
    const { builder } = this[internals]
    const { name = 'Sink', detail, singleInstance, timestamps } = target
    return new DataStreamSink(
      builder,
      this.add({ kind: 'sink', name, detail, singleInstance, timestamps, sink: target as Sink<unknown> }),
    )
  }

  /**
   * Gives each record a timestamp, milliseconds since 1970 (fractions are rounded down), and the stream watermarks: records
   * may come up to `outOfOrderness` milliseconds after later ones (Flink's `forBoundedOutOfOrderness`). An instance that
   * has had no record for `idleAfter` milliseconds is not waited for downstream.
   */
  assignTimestamps(
    fn: (record: T, timestamp: number) => number,
    options: TimestampOptions = {},
    name = 'Timestamps',
  ): DataStream<T> {
    requireFunction(fn, 'assignTimestamps')
    checkOptions('assignTimestamps', options, ['outOfOrderness', 'idleAfter'])
    const { outOfOrderness, idleAfter } = options
    if (outOfOrderness !== undefined) requireDuration(outOfOrderness, 'outOfOrderness', 0)
    if (idleAfter !== undefined) requireDuration(idleAfter, 'idleAfter', 1)
    return this.stream(this.add({ kind: 'assignTimestamps', name, factory: assignTimestamps(fn, options) }))
  }

  /**
   * All records of each `size` milliseconds of processing time. On a keyed stream per key, otherwise of the whole stream,
   * in one instance.
   */
  timeWindow(size: number): WindowedStream<undefined, T> {
    requireDuration(size, 'the size of timeWindow', 1)
    return this.windowed(processingTimeTumbling(size), false)
  }

  protected windowed<K>(assigner: WindowAssigner<T>, keyed: boolean): WindowedStream<K, T> {
    return new WindowedStream<K, T>(assigner, keyed, (operator) => this.stream(this.add(operator)))
  }

  /**
   * Pairs of records of two streams that have the same key and are in the same window: each pair once per window they
   * share, with the window's last millisecond as its timestamp.
   */
  windowJoin<U, R extends Inferable = [T, U]>(
    other: DataStream<U>,
    options: WindowJoinOptions<T, U, R>,
  ): DataStream<Widen<R>>
  /**
   * The short form: tumbling windows of `width` milliseconds, pairs of records with the same `attribute`; on event time
   * where both streams have timestamps, otherwise on processing time.
   */
  windowJoin<U, F extends KeyField<T> & KeyField<U>>(
    other: DataStream<U>,
    attribute: F,
    width: number,
  ): DataStream<[T, U]>
  windowJoin(other: DataStream<any>, how: unknown, width?: number): DataStream<any> {
    return addWindowJoin(this, other, how, width, (left, right, operator) =>
      left.stream(left.add(operator, [right], [0, 1])),
    )
  }

  /**
   * A function with a context of its own for each record. On a keyed stream it has state and timers.
   *
   * @see ProcessFunction
   */
  process<R, S = undefined>(fn: ProcessFunction<never, T, R, S>, name = 'Process'): DataStream<R> {
    return this.stream(this.add({ kind: 'process', name, factory: processOperator(fn as never, false) }))
  }

  /** Connects a stream that every instance gets all records of: rules, settings, a small table. */
  connect<U>(broadcast: BroadcastStream<U>): BroadcastConnectedStreams<never, T, U> {
    return this.connectBroadcast(broadcast, false)
  }

  protected connectBroadcast<K, U>(broadcast: DataStream<U>, keyed: boolean): BroadcastConnectedStreams<K, T, U> {
    if (!isStream(broadcast) || broadcast[internals].end.strategies.at(-1) !== 'Broadcast') {
      throw misuse(
        'connect(..) takes a broadcast stream, or, on a keyed one, another keyed stream',
        keyed
          ? 'put keyBy(..) behind it, or .broadcast()'
          : 'put .broadcast() behind it, or keyBy(..) behind both streams',
      )
    }
    return new BroadcastConnectedStreams(keyed, (operator) => this.stream(this.add(operator, [broadcast], [0, 1])))
  }

  /**
   * One record out for each record in, when the promise that the function returns has settled.
   *
   * At most `capacity` records are under way; then the stream waits. `ordered` (the default) keeps their order, otherwise
   * a record goes on as soon as it can, but overtakes no watermark.
   */
  asyncMap<R extends Inferable>(
    fn: (record: T) => PromiseLike<R> | R,
    options: AsyncMapOptions = {},
    name = 'AsyncMap',
  ): DataStream<Widen<Awaited<R>>> {
    requireFunction(fn, 'asyncMap')
    return this.stream(this.add({ kind: 'asyncMap', name, factory: asyncMap(fn, options) }))
  }

  /** What the operator that produces this stream puts into a side output. */
  sideOutput<S>(tag: OutputTag<S>): DataStream<S> {
    requireTag(tag, 'sideOutput(..)')
    const { builder, end } = this[internals]
    return new DataStream<S>(builder, builder.sideOutput(end.operatorId, tag.id))
  }

  /**
   * What happens to a record on which the operator's function throws: the job fails, or the record is skipped and
   * counted, or it goes to a side output as a `DeadLetter`, which `sideOutput(tag)` reads. Records for which a key
   * function of `windowJoin` throws can be skipped, but not sent to a side output: they fail the job then.
   */
  onError(policy: 'fail' | 'skip' | OutputTag<DeadLetter<any>>): this {
    const tag = isOutputTag(policy) ? policy.id : undefined
    if (policy !== 'fail' && policy !== 'skip' && tag === undefined) {
      throw misuse("onError(..) takes 'fail', 'skip' or a tag made by outputTag(..)")
    }
    const { builder, end } = this[internals]
    const { kind, name } = builder.graph.operator(end.operatorId)
    if (policy !== 'fail' && (kind === 'source' || kind === 'union' || kind === 'unconnected')) {
      const said = tag === undefined ? `'${policy}'` : 'tag'
      throw misuse(
        `onError(${said}) is for operators with a function: ${name} has none, and what it cannot read fails the job`,
      )
    }
    if (tag !== undefined) {
      builder.change(end.operatorId, { onError: 'sideOutput', errorTag: tag })
      return this
    }
    const change = { onError: policy as 'fail' | 'skip' }
    builder.change(end.operatorId, change)
    // The operators that key its inputs are its own.
    if (kind === 'windowJoin')
      for (const { source } of builder.graph.inEdges(end.operatorId)) builder.change(source, change)
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
  broadcast(): BroadcastStream<T> {
    const { builder, end } = this[internals]
    return new BroadcastStream<T>(builder, builder.partition(end, 'Broadcast'))
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

/** A stream whose records all go to every instance of the next operator. */
export class BroadcastStream<T> extends DataStream<T> {
  /** Keeps it apart from other streams for the compiler. */
  declare protected readonly broadcastType: true
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

  /** The records of each key by windows: `tumbling`, `sliding`, `session`, `count` or `global`. */
  window(assigner: WindowAssigner<T>): WindowedStream<K, T> {
    return this.windowed(assigner, true)
  }

  override timeWindow(size: number): WindowedStream<K, T>
  override timeWindow(size: number): WindowedStream<any, T>
  override timeWindow(size: number): WindowedStream<any, T> {
    requireDuration(size, 'the size of timeWindow', 1)
    return this.windowed<K>(processingTimeTumbling(size), true)
  }

  /**
   * Pairs of records with the same key whose timestamps are near: `right` from `left + lower` to `left + upper`
   * milliseconds, bounds included unless said otherwise (Flink's interval join). A pair has the larger timestamp of the
   * two. Records that come after the watermark has passed them go to `lateLeftTo` and `lateRightTo`, or are counted.
   */
  intervalJoin<U, R extends Inferable = [T, U]>(
    other: KeyedStream<K, U>,
    options: IntervalJoinOptions<T, U, R>,
    name = 'IntervalJoin',
  ): DataStream<Widen<R>> {
    requireKeyed(other, 'intervalJoin')
    const factory = intervalJoinFactory(options)
    return this.stream(this.add({ kind: 'intervalJoin', name, eventTime: true, factory }, [other], [0, 1]))
  }

  override process<R, S = undefined>(fn: ProcessFunction<K, T, R, S>, name = 'Process'): DataStream<R> {
    return this.stream(this.add({ kind: 'process', name, factory: processOperator(fn as never, true) }))
  }

  /** Connects another keyed stream (two inputs, one state per key), or a broadcast one. */
  override connect<U>(broadcast: BroadcastStream<U>): BroadcastConnectedStreams<K, T, U>
  override connect<U>(other: KeyedStream<K, U>): ConnectedStreams<K, T, U>
  override connect(other: DataStream<any>): any {
    if (isKeyed(other)) return new ConnectedStreams((operator) => this.stream(this.add(operator, [other], [0, 1])))
    return this.connectBroadcast(other, true)
  }
}

function isKeyed(stream: unknown): boolean {
  return isStream(stream) && stream[internals].end.keyed
}

function requireKeyed(stream: unknown, method: string): void {
  if (!isKeyed(stream)) throw misuse(`${method}(..) takes a keyed stream`, 'put keyBy(..) behind it')
}
