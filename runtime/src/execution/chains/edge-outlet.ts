import type { Selector, StrategyName } from '../../partitioning/index.ts'
import type { ControlEntry, OutputChannel } from '../channels/index.ts'
import type { Outlet } from './outlet.ts'

/** Records of a batch. */
const BATCH = 1024
/** With very many channels the batches are smaller, so that an instance buffers at most this many records. */
const BUFFERED = 65_536
/** Milliseconds a record may lie in a buffer while its task is busy. */
const MAX_AGE = 5

/**
 * One instance's end of an edge: collects batches per channel and sends each when it is full, when its oldest record is
 * 5 ms old, or when the task goes idle. While a full batch finds no room in its channel the outlet has none either.
 */
export class EdgeOutlet implements Outlet {
  readonly edgeId: number
  readonly buffers: unknown[][]
  readonly keyBuffers: unknown[][] | undefined
  readonly timeBuffers: number[][] | undefined
  readonly timed: boolean
  readonly strategy: StrategyName
  readonly select: Selector | undefined
  private readonly channels: readonly OutputChannel[]
  private readonly batch: number
  /** Records it takes in one call of the chain. */
  private readonly most: number
  private readonly unsendable: (error: unknown, values: readonly unknown[]) => unknown
  /** When the oldest unsent record was first seen, or infinity. */
  private oldest = Number.POSITIVE_INFINITY
  private refused = false
  /** The channel that gets the next entry that one is to get. */
  private turn = 0
  /** A control entry on its way, and the channels that have it. */
  private control: { entry: ControlEntry; sent: number } | undefined

  /**
   * @param keys whether keys travel beside the records
   * @param timed whether timestamps do, and watermarks
   * @param batch records of a batch; by the number of channels where it is not given
   * @param unsendable what to throw when a batch cannot be sent
   */
  constructor(
    edgeId: number,
    strategy: StrategyName,
    select: Selector | undefined,
    channels: readonly OutputChannel[],
    keys: boolean,
    timed: boolean,
    batch: number | undefined,
    unsendable: (error: unknown, values: readonly unknown[]) => unknown,
  ) {
    this.unsendable = unsendable
    this.most = batch ?? BATCH
    this.edgeId = edgeId
    this.strategy = strategy
    this.select = select
    this.channels = channels
    this.buffers = channels.map(() => [])
    this.keyBuffers = keys ? channels.map(() => []) : undefined
    this.timeBuffers = timed ? channels.map(() => []) : undefined
    this.timed = timed
    this.batch = batch ?? Math.max(16, Math.min(BATCH, Math.floor(BUFFERED / Math.max(1, channels.length))))
  }

  room(): number {
    return this.refused ? 0 : this.most
  }

  /** Some full batch, or a control entry, waits for room. */
  get blocked(): boolean {
    return this.refused
  }

  /** To be called after each call of the chain: sends full batches. */
  settle(now: number): void {
    this.refused = false
    let left = false
    for (let channel = 0; channel < this.channels.length; channel++) {
      const { length } = this.buffers[channel]
      if (length >= this.batch) {
        if (!this.send(channel)) this.refused = true
      } else if (length > 0) left = true
    }
    if (!left) this.oldest = Number.POSITIVE_INFINITY
    else if (this.oldest === Number.POSITIVE_INFINITY) this.oldest = now
  }

  /** Sends everything there is; false if something had to stay. */
  flush(): boolean {
    let all = true
    for (let channel = 0; channel < this.channels.length; channel++) {
      if (this.buffers[channel].length > 0 && !this.send(channel)) all = false
    }
    this.refused = !all
    if (all) this.oldest = Number.POSITIVE_INFINITY
    return all
  }

  flushOld(now: number): void {
    if (now - this.oldest >= MAX_AGE) this.flush()
  }

  get empty(): boolean {
    return this.buffers.every((buffer) => buffer.length === 0)
  }

  /** Sends a control entry to all channels, behind what is buffered; to be called again until it returns true. */
  sendControl(entry: ControlEntry): boolean {
    if (!this.flush()) return false
    this.control ??= { entry, sent: 0 }
    while (this.control.sent < this.channels.length) {
      if (!this.channels[this.control.sent].offerControl(entry)) {
        this.refused = true
        return false
      }
      this.control.sent++
    }
    this.control = undefined
    return true
  }

  /** Sends a control entry to one channel, each in its turn, behind what is buffered for it; false if it has no room. */
  sendToOne(entry: ControlEntry): boolean {
    if (this.channels.length === 0) return true
    const { turn } = this
    const sent = (this.buffers[turn].length === 0 || this.send(turn)) && this.channels[turn].offerControl(entry)
    if (sent) this.turn = (turn + 1) % this.channels.length
    else this.refused = true
    return sent
  }

  private send(channel: number): boolean {
    try {
      if (!this.channels[channel].offer(this.buffers[channel], this.keyBuffers?.[channel], this.timeBuffers?.[channel]))
        return false
    } catch (error) {
      throw this.unsendable(error, this.buffers[channel])
    }
    this.buffers[channel] = []
    if (this.keyBuffers) this.keyBuffers[channel] = []
    if (this.timeBuffers) this.timeBuffers[channel] = []
    return true
  }
}
