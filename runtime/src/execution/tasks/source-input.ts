import { END, type IndexedReader, type SourceReader } from '../../connectors/index.ts'
import { isTimestamp, NO_TIMESTAMP, wrongTimestamp } from '../../time/index.ts'
import type { ChainState } from '../chains/chain-state.ts'

/**
 * Feeds a chain whose head is a source. `fill` gives the chain its next records if there are any; when there are none
 * now, `wake` is called once there may be.
 */
export class SourceInput {
  readonly reader: SourceReader<unknown> | IndexedReader<unknown>
  readonly operatorId: number
  readonly instance: number
  private closed = false
  /** No further records will come. */
  ended = false
  private readonly wake: () => void
  private readonly failed: (error: unknown) => void
  private waiting = false
  private arrived: readonly unknown[] | undefined
  private stopping = false
  private timer: NodeJS.Timeout | undefined

  /**
   * @param wake called when there may be records
   * @param failed called with what a promise of the reader was rejected with
   */
  constructor(
    operatorId: number,
    instance: number,
    reader: SourceReader<unknown> | IndexedReader<unknown>,
    wake: () => void,
    failed: (error: unknown) => void,
  ) {
    this.operatorId = operatorId
    this.instance = instance
    this.reader = reader
    this.wake = wake
    this.failed = failed
  }

  /** No further records are to be read; what has been read is still processed. */
  stop(): void {
    this.stopping = true
    this.waiting = false
    this.reader.stop?.()
    this.wake()
  }

  async close(): Promise<void> {
    if (this.closed) return
    this.closed = true
    clearTimeout(this.timer)
    await this.reader.close?.()
  }

  /** What the reader says of the records to come. */
  get watermark(): number {
    return this.reader.watermark?.() ?? NO_TIMESTAMP
  }

  /** True if the state has records now. */
  fill(state: ChainState, max: number): boolean {
    if (this.arrived !== undefined) {
      const values = this.arrived
      this.arrived = undefined
      // A promise of nothing: asked again, since a wake-up may have come while it was on its way.
      if (values.length > 0) return this.give(state, values)
    }
    if (this.ended) return false
    if (this.stopping) {
      this.ended = true
      return false
    }
    if (this.waiting) return false
    return 'claim' in this.reader ? this.claim(this.reader, state, max) : this.poll(this.reader, state, max)
  }

  private claim(reader: IndexedReader<unknown>, state: ChainState, max: number): boolean {
    const run = reader.claim(max)
    if (run === END) {
      this.ended = true
      return false
    }
    const { from, step, count, wait } = run as Exclude<typeof run, typeof END>
    if (count === 0) {
      this.waiting = true
      this.timer = setTimeout(this.goOn, Math.max(1, wait ?? 1))
      return false
    }
    state.from = from
    state.step = step
    state.position = 0
    state.end = count
    return true
  }

  private poll(reader: SourceReader<unknown>, state: ChainState, max: number): boolean {
    const polled = reader.poll(max)
    if (polled === END) {
      this.ended = true
      return false
    }
    if (Array.isArray(polled)) return this.give(state, polled)
    if (typeof (polled as PromiseLike<unknown>)?.then !== 'function') {
      throw new TypeError(`poll() must return an array, a promise of one, or END, but it returned ${typeof polled}`)
    }
    this.waiting = true
    ;(polled as Promise<readonly unknown[] | typeof END>).then(
      (result) => {
        if (result === END) this.ended = true
        else if (Array.isArray(result)) this.arrived = result
        else {
          this.failed(new TypeError(`poll() must resolve to an array or END, but it resolved to ${typeof result}`))
          return
        }
        this.goOn()
      },
      (error) => this.failed(error),
    )
    return false
  }

  private give(state: ChainState, values: readonly unknown[]): boolean {
    state.values = values
    state.times = this.reader.timestamps?.()
    if (state.times !== undefined) checkTimestamps(state.times, values.length)
    state.position = 0
    state.end = values.length
    return values.length > 0
  }

  private readonly goOn = (): void => {
    this.waiting = false
    this.wake()
  }
}

function checkTimestamps(times: readonly number[], count: number): void {
  for (let i = 0; i < count; i++) {
    if (!isTimestamp(times[i]) && times[i] !== NO_TIMESTAMP)
      throw wrongTimestamp(times[i], "the source's timestamps() gave")
  }
}
