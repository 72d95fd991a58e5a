import type { OutputLog } from './output-log.ts'
import * as protocol from './protocol.ts'

interface Pending {
  readonly method: string
  readonly params: unknown
  /** Number of the line that must have been sent before: a job's `finished` comes after its last line. */
  readonly after: number
}

/** Largest size of one `output` notification, bytes. */
const BATCH_BYTES = 256 * 1024
const MAX_PENDING_SAMPLES = 1_000

/**
 * What one client is still to be told. One notification is under way at a time; the next is composed when the socket
 * has taken it, so a client that reads slowly gets fewer and larger ones, and one that does not read costs a batch.
 */
export class Outbox {
  /** Number of the last line sent; lines after it are read from the log. */
  sent = 0
  /** Whether this client gets lines at all. */
  lines = false
  /** How many bytes of lines may be sent now. */
  allowance: () => number = () => BATCH_BYTES
  onSent: (sequence: number, bytes: number) => void = () => {}
  private readonly log: OutputLog
  private readonly send: (method: string, params: unknown) => Promise<void>
  private readonly pending = new Map<string, Pending>()
  private readonly samples = new Map<
    number,
    { list: protocol.TapSample[]; lost: number; filter?: protocol.FilterProgress }
  >()
  private underWay = false
  private again = false
  private closed = false
  private unnamed = 0
  private idleWaiters: (() => void)[] = []

  constructor(log: OutputLog, send: (method: string, params: unknown) => Promise<void>) {
    this.log = log
    this.send = send
  }

  /** Queues a notification behind all lines printed so far. One of the same `key` that was not sent yet is replaced. */
  notify(method: string, params: unknown, key: string = `#${this.unnamed++}`): void {
    if (this.closed) return
    this.pending.delete(key)
    this.pending.set(key, { method, params, after: this.log.last })
    this.wake()
  }

  tapped(job: number, samples: readonly protocol.TapSample[], filter?: protocol.FilterProgress): void {
    const waiting = this.samples.get(job) ?? { list: [], lost: 0 }
    waiting.filter = filter
    this.samples.set(job, waiting)
    for (const sample of samples) {
      if (waiting.list.length < MAX_PENDING_SAMPLES) waiting.list.push(sample)
      else waiting.lost++
    }
    this.wake()
  }

  /** There is something new to send, or room for it. Sending starts in the next turn, with all that comes until then. */
  wake(): void {
    if (this.closed) return
    if (this.underWay) {
      // Sending may be about to end without having seen it.
      this.again = true
      return
    }
    this.underWay = true
    setImmediate(() => void this.sendAll())
  }

  /** Resolves when everything queued so far and all lines have been handed to the socket, or the client has gone. */
  drained(): Promise<void> {
    if (this.closed || (!this.underWay && !this.hasMore())) return Promise.resolve()
    this.wake()
    return new Promise((resolve) => this.idleWaiters.push(resolve))
  }

  close(): void {
    this.closed = true
    this.pending.clear()
    this.samples.clear()
    this.release()
  }

  private async sendAll(): Promise<void> {
    try {
      while (!this.closed && (await this.sendOne())) {}
    } catch {
      // The socket is gone: its 'close' event ends the session.
    }
    this.underWay = false
    if (!this.hasMore()) this.release()
    if (!this.again) return
    this.again = false
    this.wake()
  }

  private async sendOne(): Promise<boolean> {
    const [first] = this.pending
    const linesFirst = this.lines && this.sent < (first ? first[1].after : this.log.last)
    if (linesFirst) {
      const allowed = Math.min(BATCH_BYTES, this.allowance())
      if (allowed <= 0) return false
      const batch = this.log.read(this.sent, allowed)
      if (batch) {
        this.sent = batch.sequence
        this.onSent(batch.sequence, batch.bytes)
        const { job, lines, lost, sequence } = batch
        await this.send(protocol.Output.method, { job, lines, lost, sequence })
        return true
      }
    }
    if (first) {
      const [key, message] = first
      await this.send(message.method, message.params)
      if (this.pending.get(key) === message) this.pending.delete(key)
      return true
    }
    for (const [job, { list, lost, filter }] of this.samples) {
      this.samples.delete(job)
      await this.send(protocol.Tapped.method, { job, samples: list, lost, ...(filter ? { filter } : {}) })
      return true
    }
    return false
  }

  private hasMore(): boolean {
    return this.pending.size > 0 || (this.lines && this.sent < this.log.last)
  }

  private release(): void {
    for (const resolve of this.idleWaiters.splice(0)) resolve()
  }
}
