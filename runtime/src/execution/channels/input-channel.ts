import type { Credits } from './credits.ts'
import { type Entry, EntryKind } from './entry.ts'

/**
 * The receiving end of a channel: entries in order, waiting for the task that consumes them. Taking one gives the
 * producer credit.
 *
 * Taking from an empty channel returns undefined. An entry after `end` is a bug of the producer and throws.
 */
export class InputChannel {
  /** The channel's index in the execution graph. */
  readonly index: number
  /** The thread of the producer. */
  readonly producer: number
  /** Its place among the channels of its task, and the input port it belongs to. */
  readonly ordinal: number
  readonly port: number
  private readonly credits: Credits
  private readonly available: (channel: InputChannel) => void
  private readonly credited: (producer: number) => void
  private entries: Entry[] = []
  private next = 0
  private ended = false

  /**
   * @param available called when the channel was empty and got an entry
   * @param credited called with the producer's thread when it has new credit
   */
  constructor(
    index: number,
    producer: number,
    ordinal: number,
    port: number,
    credits: Credits,
    available: (channel: InputChannel) => void,
    credited: (producer: number) => void,
  ) {
    this.index = index
    this.producer = producer
    this.ordinal = ordinal
    this.port = port
    this.credits = credits
    this.available = available
    this.credited = credited
  }

  get empty(): boolean {
    return this.next === this.entries.length
  }

  put(entry: Entry): void {
    if (this.ended) throw new Error(`channel ${this.index} got an entry after its end`)
    if (entry.kind === EntryKind.end) this.ended = true
    const wasEmpty = this.empty
    this.entries.push(entry)
    if (wasEmpty) this.available(this)
  }

  take(): Entry | undefined {
    if (this.empty) return undefined
    const entry = this.entries[this.next]
    this.entries[this.next++] = undefined as never
    if (this.next === this.entries.length) {
      this.entries.length = 0
      this.next = 0
    } else if (this.next > 256 && this.next * 2 > this.entries.length) {
      this.entries.splice(0, this.next)
      this.next = 0
    }
    if (entry.kind === EntryKind.records) {
      this.credits.taken(this.index, entry.weight)
      this.credited(this.producer)
    }
    return entry
  }
}
