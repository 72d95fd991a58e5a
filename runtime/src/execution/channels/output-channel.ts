import type { Connection } from './connection.ts'
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
  private readonly input: InputChannel

  constructor(capacity: number, credits: Credits, input: InputChannel) {
    this.index = input.index
    this.capacity = capacity
    this.credits = credits
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
  private readonly connection: Connection

  constructor(index: number, capacity: number, credits: Credits, connection: Connection) {
    this.index = index
    this.capacity = capacity
    this.credits = credits
    this.connection = connection
  }

  offer(
    values: readonly unknown[],
    keys: readonly unknown[] | undefined,
    times: readonly number[] | undefined,
  ): boolean {
    if (this.connection.busy || this.credits.outstanding(this.index) >= this.capacity) return false
    this.credits.sent(this.index, this.connection.sendRecords(this.index, values, keys, times))
    return true
  }

  offerControl(entry: ControlEntry): boolean {
    if (this.connection.busy) return false
    this.connection.sendControl(this.index, entry)
    return true
  }
}
