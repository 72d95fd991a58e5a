import type { EdgeOutlet } from '../chains/index.ts'
import { EntryKind } from '../channels/index.ts'
import type { LatencyMemory } from '../latency-memory.ts'

/** Milliseconds between two markers of a source instance. */
const MARKER_INTERVAL = 200

/** Whether latency is watched, in one thread, and where it is noted. */
export interface LatencyWatch {
  memory: LatencyMemory | undefined
}

/** Milliseconds on a clock that all threads of a process share and nobody sets. */
function sharedNow(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1_000 + nanoseconds / 1e6
}

/**
 * Latency markers of one chain instance. A source stamps one when it has read records, and lets it go when the chain has
 * dealt with them; so it comes behind the records whose latency it measures, also where they had to wait for room. In
 * the channels it keeps its place. While nobody watches, none is sent, and one that still comes is dropped.
 *
 * Of operators that keep records back (windows, joins, asynchronous ones) it does not measure how long they do.
 */
export class ChainLatency {
  private readonly watch: LatencyWatch
  private readonly chain: number
  private readonly instance: number
  /** When the source read records that have not been dealt with yet, and when the last such time was noted. */
  private readAt: number | undefined
  private lastRead = Number.NEGATIVE_INFINITY
  /** A marker on its way out, and how many edges have it. */
  private leaving: { readonly time: number; sent: number } | undefined

  constructor(watch: LatencyWatch, chain: number, instance: number) {
    this.watch = watch
    this.chain = chain
    this.instance = instance
  }

  /** The source has given records. */
  read(): void {
    if (this.watch.memory === undefined) return
    const now = sharedNow()
    if (this.readAt !== undefined || now - this.lastRead < MARKER_INTERVAL) return
    this.readAt = this.lastRead = now
  }

  /** The chain has dealt with all records it was given; true if a marker passes, which is to be sent on. */
  dealtWith(): boolean {
    if (this.readAt === undefined) return false
    const time = this.readAt
    this.readAt = undefined
    return this.pass(time)
  }

  /** A marker has come by a channel, behind records that have been dealt with; true if it is to be sent on. */
  pass(time: number): boolean {
    const { memory } = this.watch
    if (memory === undefined) return false
    memory.add(this.chain, this.instance, sharedNow() - time)
    this.leaving = { time, sent: 0 }
    return true
  }

  /** Sends a marker on that has passed; false if an edge has no room for it. */
  send(edges: readonly EdgeOutlet[]): boolean {
    const { leaving } = this
    if (leaving === undefined) return true
    for (; leaving.sent < edges.length; leaving.sent++) {
      if (!edges[leaving.sent].sendToOne({ kind: EntryKind.latency, time: leaving.time })) return false
    }
    this.leaving = undefined
    return true
  }
}
