/**
 * Where records go. A sink is made in the job file, in every thread; each instance writes with a writer of its own.
 *
 * @typeParam T a record
 * @typeParam C a commit handle: plain data, what `prepareCommit` returns and `commit` makes visible
 */
export interface Sink<T, C = unknown> {
  /** Name of the operator when the user gives none. Default `Sink`. */
  readonly name?: string
  readonly detail?: string
  /** Why the sink has exactly one instance, when it does ("a file has one writer"). Absent: it follows the parallelism. */
  readonly singleInstance?: string
  /** The sink drops its records: no writer is made, and nothing is collected for it. */
  readonly discards?: true
  /** `write` gets the records' timestamps too. */
  readonly timestamps?: true
  /** The file or folder it writes, as the job file gives it. No two sinks of a job may have the same. */
  readonly path?: string
  writer(context: WriterContext): SinkWriter<T, C>
}

export interface WriterContext {
  readonly operatorName: string
  readonly operatorId: number
  readonly instance: number
  readonly parallelism: number
  /** An absolute path for one that the job file gives relative to itself. */
  resolve(path: string): string
  /** Writes lines, each with its line feed, to the job's standard output, with operator and instance on each. */
  print(text: string): void
  /** Sends plain data to the coordinator, where `JobHandle` and clients of the control protocol get it. */
  result(message: SinkResult): void
}

/** What a sink shows outside of its thread. */
export type SinkResult =
  /** Records for `JobHandle.results(name)`. */
  | { readonly kind: 'collect'; readonly name: string; readonly records: readonly unknown[] }
  /** The present content of a table, redrawn live on a terminal, printed once at the end when piped. */
  | {
      readonly kind: 'table'
      readonly name: string
      readonly columns: readonly string[]
      readonly rows: readonly (readonly string[])[]
      readonly final: boolean
    }

/**
 * Writes one instance's records.
 *
 * Order of calls: `open`, then `write` and `flush`, then at the end of the job `prepareCommit`, `commit`, `close`;
 * after a failure or a cancel `abort` instead, then `close`. No call is made before the promise of the one before has
 * settled; while one is pending the writer's producers wait (that is the sink's back pressure). The array that `write`
 * gets is the engine's: do not keep it. A thrown error fails the job.
 */
export interface SinkWriter<T, C = unknown> {
  open?(): void | Promise<void>
  /** @param timestamps of the records, where the sink asks for them; `-Infinity` for a record that has none */
  write(records: readonly T[], timestamps?: readonly number[]): void | Promise<void>
  /** The job has nothing to do at the moment: make visible what has been written. */
  flush?(): void | Promise<void>
  /** All records up to here are to become permanent: write them out, and say what `commit` needs. */
  prepareCommit?(): C | Promise<C>
  commit?(commit: C): void | Promise<void>
  /** The record on which `write` has failed, where the writer knows it and could be given it alone. */
  failedRecord?(): { readonly value: unknown } | undefined
  /** The user's function that `write` only calls: debuggers stop in it. */
  readonly fn?: unknown
  /** The job failed or was cancelled. Returns a sentence for the error ("3,120 lines are in /x/out.txt.partial"). */
  abort?(): string | undefined | Promise<string | undefined>
  close?(): void | Promise<void>
}

const brand = Symbol.for('millrace.Sink.v1')

/** Marks an object as a sink. `stream.sink` takes what is marked, or adapts functions. */
export function defineSink<T, C>(sink: Sink<T, C>): Sink<T, C> {
  return Object.defineProperty(sink, brand, { value: true, enumerable: false })
}

export function isSink(value: unknown): value is Sink<unknown> {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true
}
