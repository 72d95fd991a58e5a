/** The end of a source. Only this ends it: `0`, `''`, `false`, `null` and `undefined` are records. */
export const END: unique symbol = Symbol.for('millrace.end') as never
export type End = typeof END

/**
 * Where records come from. A source is made in the job file, in every thread; `splits` is called once, in the
 * coordinator; each instance gets some of the splits and reads them with a reader of its own.
 *
 * @typeParam T a record
 * @typeParam S a split: plain data (it crosses threads)
 * @typeParam P a position within a reader: plain data; `restore` with it goes on after the last record that was read
 */
export interface Source<T, S = unknown, P = unknown> {
  /** Name of the operator when the user gives none. Default `Source`. */
  readonly name?: string
  /** One line about what it reads, for printed graphs ("flights.parquet"). */
  readonly detail?: string
  /** Paths it reads, as the user gave them: no sink of the job may write one of them. */
  readonly paths?: readonly string[]
  /** Why the source has exactly one instance, when it does: `"an async iterable has one reader"`. Absent: it follows the parallelism. */
  readonly singleInstance?: string
  /** Its records have timestamps: its readers have `timestamps`. */
  readonly timestamps?: true
  /**
   * Cuts the input into splits. Together they hold every record exactly once, whatever `parallelism` is.
   * Errors (a missing file) are thrown here, before anything starts.
   */
  splits(context: SourceContext): readonly S[] | Promise<readonly S[]>
  /** A reader for the splits one instance got, possibly none. */
  reader(splits: readonly S[], context: ReaderContext): SourceReader<T, P> | IndexedReader<T, P>
}

export interface SourceContext {
  readonly parallelism: number
  /** An absolute path for one that the job file gives relative to itself. */
  resolve(path: string): string
}

export interface ReaderContext {
  readonly operatorName: string
  readonly instance: number
  readonly parallelism: number
  resolve(path: string): string
  /** Tells the engine that `poll` may have something now, after it returned an empty array. Callable at any time. */
  wake(): void
  /** Aborted when the job has failed, was cancelled or has ended: end waits for input. `stop` has a method of its own. */
  readonly signal: AbortSignal
  /** Standard input of the job; only one reader in a job can have it. */
  readonly stdin: () => AsyncIterable<Uint8Array>
}

/**
 * Reads one instance's splits.
 *
 * `poll(max)` returns at most about `max` records (a reader whose input comes in chunks may return more; they are not
 * copied), an empty array when there is nothing now (then it must call `context.wake()` when there is), a promise when
 * it has to wait, or `END` after the last record. It must not block the thread. It is not called again before its
 * promise has settled. A thrown error fails the job; `error.cause` and `error.message` are shown.
 */
export interface SourceReader<T, P = unknown> {
  open?(): void | Promise<void>
  poll(max: number): readonly T[] | End | Promise<readonly T[] | End>
  /** The timestamps of the records that `poll` returned last, as many as those. */
  timestamps?(): readonly number[]
  /** No record that is still to come has a timestamp at or below this. Never falls. */
  watermark?(): number
  /** The position after the last record returned by `poll`. */
  snapshot(): P
  restore(position: P): void
  /** Fraction of the input that has been read, 0..1, where the reader knows. */
  progress?(): number | undefined
  /** `stop` was asked for: return no further records, `END` from the next poll on. The default is that the engine polls no more. */
  stop?(): void
  close?(): void | Promise<void>
}

/**
 * A reader whose records are a pure function of their index. The engine calls `at` inside its own loop instead of
 * collecting arrays, which is several times as fast for cheap records. A reader that has `claim` is never polled.
 */
export interface IndexedReader<T, P = unknown> extends Omit<SourceReader<T, P>, 'poll'> {
  /** The record at an index. */
  at(index: number): T
  /**
   * Takes the next run of indexes `from, from + step, ...`, `count` of them (at most `max`), or `END`.
   * `count: 0` with `wait` milliseconds: nothing is due before then.
   */
  claim(max: number): { from: number; step: number; count: number; wait?: number } | End
}

const brand = Symbol.for('millrace.Source.v1')

/** Marks an object as a source. `env.source` takes what is marked, or adapts iterables and functions. */
export function defineSource<T, S, P>(source: Source<T, S, P>): Source<T, S, P> {
  return Object.defineProperty(source, brand, { value: true, enumerable: false })
}

export function isSource(value: unknown): value is Source<unknown> {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true
}
