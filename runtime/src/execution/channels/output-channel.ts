import type { ChannelCounters } from './channel-counters.ts'
import { type Connection, weightOf } from './connection.ts'
import type { Credits } from './credits.ts'
import { type ControlEntry, EntryKind } from './entry.ts'
import type { InputChannel } from './input-channel.ts'

/**
 * The sending end of a channel. `offer` returns false when the channel has no room: then nothing was sent, and the
 * producer must make no progress until it is accepted. Control entries need no credit, but keep their place in the
 * order.
 */
export interface OutputChannel {
  readonly index: number
  offer(values: readonly unknown[], keys: readonly unknown[] | undefined, times: readonly number[] | undefined): boolean
  offerControl(entry: ControlEntry): boolean
}

/** Both ends on one thread: batches pass by reference. */
export class LocalChannel implements OutputChannel {
  readonly index: number
  private readonly capacity: number
  private readonly credits: Credits
  private readonly counters: ChannelCounters
  private readonly input: InputChannel

  constructor(capacity: number, credits: Credits, counters: ChannelCounters, input: InputChannel) {
    this.index = input.index
    this.capacity = capacity
    this.credits = credits
    this.counters = counters
    this.input = input
  }

  offer(
    values: readonly unknown[],
    keys: readonly unknown[] | undefined,
    times: readonly number[] | undefined,
  ): boolean {
    if (this.credits.outstanding(this.index) >= this.capacity) return false
    const weight = values.length
    this.credits.sent(this.index, weight)
    this.counters.records[this.index] += weight
    this.input.put({ kind: EntryKind.records, values, keys, times, weight })
    return true
  }

  offerControl(entry: ControlEntry): boolean {
    this.input.put(entry)
    return true
  }
}

/** The ends on two threads: batches are encoded into the connection between them. */
export class RemoteChannel implements OutputChannel {
  readonly index: number
  private readonly capacity: number
  private readonly credits: Credits
  private readonly counters: ChannelCounters
  private readonly connection: Connection

  constructor(index: number, capacity: number, credits: Credits, counters: ChannelCounters, connection: Connection) {
    this.index = index
    this.capacity = capacity
    this.credits = credits
    this.counters = counters
    this.connection = connection
  }

  offer(
    values: readonly unknown[],
    keys: readonly unknown[] | undefined,
    times: readonly number[] | undefined,
  ): boolean {
    if (this.connection.busy || this.credits.outstanding(this.index) >= this.capacity) return false
    const bytes = this.connection.sendRecords(this.index, values, keys, times)
    this.credits.sent(this.index, weightOf(values.length, bytes))
    this.counters.records[this.index] += values.length
    this.counters.bytes[this.index] += bytes
    return true
  }

  offerControl(entry: ControlEntry): boolean {
    if (this.connection.busy) return false
    this.connection.sendControl(this.index, entry)
    return true
  }
}
