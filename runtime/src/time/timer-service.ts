import TinyQueue from 'tinyqueue'
import type { KeyedTable } from '../state/index.ts'

/** A key is to be called at a time. */
export interface Timer {
  readonly key: unknown
  /** Milliseconds since 1970. */
  readonly time: number
}

interface QueuedTimer extends Timer {
  readonly order: number
}

/** Deleted timers stay in the queue until there are more of them than of others, and more than this. */
const FEW = 64

/**
 * The timers of one operator instance in one time domain: at most one for each key and time (Flink's
 * `InternalTimerServiceImpl`). They are keyed state, as each key's times in ascending order; the queue by time is made
 * from it anew after a restore.
 */
export class TimerService {
  private readonly table: KeyedTable<number[]>
  private queue = new TinyQueue<QueuedTimer>([], earlier)
  /** How many timers are registered. The queue may hold deleted ones beside them. */
  private count = 0
  private order = 0
  private sealed = false

  /** @param table the timers' place in the keyed state, for instance the table 'timers:event' */
  constructor(table: KeyedTable<number[]>) {
    this.table = table
  }

  /** How many timers are registered. */
  get size(): number {
    return this.count
  }

  /**
   * Registers a timer; one that is registered already stays. A time that has passed is due at the next `advance`.
   *
   * @param time milliseconds since 1970; infinity is the end of the input
   */
  register(key: unknown, time: number): void {
    if (typeof time !== 'number' || Number.isNaN(time)) throw new TypeError(noTime(time))
    if (this.sealed) return
    const times = this.table.get(key)
    if (times === undefined) this.table.set(key, [time])
    else {
      const at = position(times, time)
      if (times[at] === time) return
      times.splice(at, 0, time)
      this.table.changed(key, times)
    }
    this.count++
    this.queue.push({ key, time, order: this.order++ })
  }

  /** No further timers: what is registered from now on is forgotten. */
  seal(): void {
    this.sealed = true
  }

  /** Nothing happens where there is no such timer. */
  delete(key: unknown, time: number): void {
    if (this.remove(key, time) && this.queue.length > 2 * this.count + FEW) this.restored()
  }

  /** When the next timer may be due; infinity where there is none. It may be the time of one that has been deleted. */
  next(): number {
    return this.queue.peek()?.time ?? Number.POSITIVE_INFINITY
  }

  /**
   * Whether a timer may be due at a time. Beside `next`, because a timer at infinity is due at the final watermark, and
   * no timer is not.
   */
  due(time: number): boolean {
    const first = this.queue.peek()
    return first !== undefined && first.time <= time
  }

  /**
   * The timers that are due, in the order of their times, those of one time in the order they were registered. Each is
   * taken out before it is given; timers registered meanwhile are given too if they are due.
   *
   * @param time up to here, this time included
   */
  *advance(time: number): IterableIterator<Timer> {
    while (this.due(time)) {
      const timer = this.queue.pop()!
      if (this.remove(timer.key, timer.time)) yield timer
    }
  }

  /** To be called when the keyed state is back after a restore. */
  restored(): void {
    const timers: QueuedTimer[] = []
    for (const [key, times] of this.table.entries()) {
      for (const time of times) timers.push({ key, time, order: this.order++ })
    }
    this.count = timers.length
    this.queue = new TinyQueue(timers, earlier)
  }

  private remove(key: unknown, time: number): boolean {
    const times = this.table.get(key)
    if (times === undefined) return false
    const at = position(times, time)
    if (times[at] !== time) return false
    if (times.length === 1) this.table.delete(key)
    else {
      times.splice(at, 1)
      this.table.changed(key, times)
    }
    this.count--
    return true
  }
}

function earlier(a: QueuedTimer, b: QueuedTimer): number {
  return a.time < b.time ? -1 : a.time > b.time ? 1 : a.order - b.order
}

/** Where a time is in an ascending list, or belongs. */
function position(times: readonly number[], time: number): number {
  let from = 0
  let to = times.length
  if (to === 0 || times[to - 1] < time) return to
  while (from < to) {
    const middle = (from + to) >> 1
    if (times[middle] < time) from = middle + 1
    else to = middle
  }
  return from
}

function noTime(time: unknown): string {
  return (
    `a timer needs a time in milliseconds since 1970, but got ${String(time)}` +
    (Number.isNaN(time) ? ': is it made from the timestamp of a record that has none?' : '')
  )
}
