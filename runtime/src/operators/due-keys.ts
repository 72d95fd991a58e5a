import TinyQueue from 'tinyqueue'

/**
 * Keys by the time at which something of theirs is due; those of one time in the order in which they were added. They
 * share an entry of the queue: there are far more keys than times.
 */
export class DueKeys {
  private readonly times = new TinyQueue<number>()
  private readonly keys = new Map<number, unknown[]>()

  /** The first time; infinity where there is none. */
  get next(): number {
    return this.times.length === 0 ? Number.POSITIVE_INFINITY : this.times.peek()!
  }

  /** Beside `next`, because nothing is due at infinity where there is no entry. */
  due(time: number): boolean {
    return this.times.length > 0 && this.times.peek()! <= time
  }

  add(time: number, key: unknown): void {
    const keys = this.keys.get(time)
    if (keys !== undefined) {
      keys.push(key)
      return
    }
    this.keys.set(time, [key])
    this.times.push(time)
  }

  /** The keys of the first time; to be called only where there is one. */
  take(): readonly unknown[] {
    const time = this.times.pop()!
    const keys = this.keys.get(time)!
    this.keys.delete(time)
    return keys
  }
}
