import TinyQueue from 'tinyqueue'

interface Due {
  readonly time: number
  readonly order: number
  readonly key: unknown
}

/** Keys by the time at which something of theirs is due; equal times in the order in which they were added. */
export class DueKeys {
  private readonly queue = new TinyQueue<Due>([], (a, b) => a.time - b.time || a.order - b.order)
  private added = 0

  get next(): number {
    return this.queue.length === 0 ? Number.POSITIVE_INFINITY : this.queue.peek()!.time
  }

  /** Beside `next`, because nothing is due at infinity where there is no entry. */
  due(time: number): boolean {
    return this.queue.length > 0 && this.queue.peek()!.time <= time
  }

  add(time: number, key: unknown): void {
    this.queue.push({ time, order: this.added++, key })
  }

  /** The key of the next entry; to be called only where there is one. */
  take(): unknown {
    return this.queue.pop()!.key
  }
}
