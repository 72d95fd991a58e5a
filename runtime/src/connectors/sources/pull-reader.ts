import { END, type End, type ReaderContext, type SourceReader } from '../source.ts'

/** Where a pull reader gets its records, one by one. */
export interface Puller<T> {
  /** The next record, or a promise of it. Not called again before the promise has settled, nor after END or an error. */
  pull(): T | End | PromiseLike<T | End>
  /** No further record is wanted. `pulling`: a promise of a record is still open. Not called after END or an error. */
  close?(pulling: boolean): unknown
}

/** Milliseconds for which one poll pulls. */
const SLICE = 1

/**
 * Reads what gives its records one by one, at once or in time. A poll takes what can be had within a turn of the event
 * loop and never waits longer: a job must be able to take a snapshot meanwhile. At most one record is asked for ahead
 * of the polls.
 *
 * A position is a number of records: a restored reader takes as many and drops them.
 */
export class PullReader<T> implements SourceReader<T, number> {
  private readonly puller: Puller<T> | undefined
  private readonly context: ReaderContext
  private read = 0
  private skip = 0
  private arrived: T[] = []
  private pulling = false
  private ended = false
  private failure: { error: unknown } | undefined
  /** Bounds of the poll that is under way; none is when `max` is 0. */
  private max = 0
  private until = 0

  /** @param puller undefined for an instance that has nothing to read */
  constructor(puller: Puller<T> | undefined, context: ReaderContext) {
    this.puller = puller
    this.context = context
    this.ended = puller === undefined
  }

  poll(max: number): readonly T[] | End | Promise<readonly T[] | End> {
    this.max = max
    this.until = performance.now() + SLICE
    this.pull()
    if (!this.pulling || this.arrived.length > 0) return this.take()
    // A promise often settles before the event loop turns, and so do those after it.
    return new Promise(setImmediate).then(() => this.take())
  }

  /** Pulls until a promise comes, or the poll has enough. */
  private pull(): void {
    try {
      for (let count = 1; !this.pulling && !this.ended && !this.failure; count++) {
        if (this.arrived.length >= this.max) return
        // Looked at seldom once records turn out to come fast.
        if ((count % 16 === 0 || (count & (count - 1)) === 0) && performance.now() > this.until) return
        const next = this.puller!.pull()
        if (isPromise(next)) this.await(next)
        else this.receive(next)
      }
    } catch (error) {
      this.failure = { error }
    }
  }

  private await(next: PromiseLike<T | End>): void {
    this.pulling = true
    const settle = (change: () => void) => {
      this.pulling = false
      change()
      if (this.max > 0) this.pull()
      // Not within this turn, when the poll that found nothing may not have got through to its caller.
      else setImmediate(this.context.wake)
    }
    next.then(
      (record) => settle(() => this.receive(record)),
      (error: unknown) =>
        settle(() => {
          this.failure = { error }
        }),
    )
  }

  private receive(record: T | End): void {
    if (record === END) this.ended = true
    else if (this.skip > 0) this.skip--
    else this.arrived.push(record as T)
  }

  /** Ends the poll with what has arrived. */
  private take(): readonly T[] | End {
    this.max = 0
    const records = this.arrived
    if (records.length > 0) {
      this.arrived = []
      this.read += records.length
      return records
    }
    if (this.failure) throw this.failure.error
    if (this.ended) return END
    if (!this.pulling) setImmediate(this.context.wake)
    return []
  }

  snapshot(): number {
    return this.read
  }

  restore(position: number): void {
    this.read = this.skip = position
  }

  async close(): Promise<void> {
    if (this.ended || this.failure) return
    this.ended = true
    await this.puller?.close?.(this.pulling)
  }
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as PromiseLike<T> | undefined | null)?.then === 'function'
}
