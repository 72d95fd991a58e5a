import type { MessagePort } from 'node:worker_threads'
import { BatchDecoder, BatchEncoder } from '../codec/index.ts'
import { RingReader, RingWriter } from './byte-ring.ts'
import { ACTIVE_ENTRY, type ControlEntry, END_ENTRY, type Entry, EntryKind, IDLE_ENTRY } from './entry.ts'

/** Encoded bytes that weigh as much as one record. */
const BYTES_PER_UNIT = 256
/** Channel and kind, weight, where keys and timestamps begin behind the values (0: none), the number of a control entry. */
const HEADER = 24
/** What a batch counts against its channel's capacity. */
export function weightOf(records: number, bytes: number): number {
  return Math.max(records, Math.ceil(bytes / BYTES_PER_UNIT))
}

/** Messages taken from a connection before tasks get their turn. */
const RECEIVE_LIMIT = 256

/** What carries messages in order from one thread to another. */
export interface Transport {
  /** An earlier message is not completely on its way: nothing more is taken. */
  readonly busy: boolean
  send(header: Uint8Array, body: Uint8Array): void
  /** Goes on with a message that did not fit; true if it made progress. */
  resume(): boolean
}

/** The sending side of one ordered pair of threads, shared by all channels between them. */
export class Connection {
  private readonly transport: Transport
  private readonly wake: () => void
  private readonly encoder = new BatchEncoder()
  private readonly header = new Uint8Array(HEADER)
  private readonly view = new DataView(this.header.buffer)

  /** @param wake wakes the receiving thread if it sleeps */
  constructor(transport: Transport, wake: () => void) {
    this.transport = transport
    this.wake = wake
  }

  get busy(): boolean {
    return this.transport.busy
  }

  resume(): boolean {
    const progress = this.transport.resume()
    if (progress) this.wake()
    return progress
  }

  /** Sends a batch and returns its size in bytes. Must not be called while `busy`. Throws `NotARecord`. */
  sendRecords(
    channel: number,
    values: readonly unknown[],
    keys: readonly unknown[] | undefined,
    times: readonly number[] | undefined,
  ): number {
    let body = this.encoder.encode(values)
    const keysAt = keys === undefined ? 0 : body.length
    if (keys !== undefined) body = this.encoder.append(keys)
    const timesAt = times === undefined ? 0 : body.length
    if (times !== undefined) body = this.encoder.append(times)
    this.send(channel, EntryKind.records, weightOf(values.length, body.length), keysAt, timesAt, 0, body)
    return body.length
  }

  sendControl(channel: number, entry: ControlEntry): void {
    const number = 'time' in entry ? entry.time : 'checkpoint' in entry ? entry.checkpoint : 0
    this.send(channel, entry.kind, 0, 0, 0, number, NOTHING)
  }

  private send(
    channel: number,
    kind: EntryKind,
    weight: number,
    keysAt: number,
    timesAt: number,
    number: number,
    body: Uint8Array,
  ): void {
    const { view } = this
    view.setUint32(0, channel | (kind << 28), true)
    view.setUint32(4, weight, true)
    view.setUint32(8, keysAt, true)
    view.setUint32(12, timesAt, true)
    view.setFloat64(16, number, true)
    this.transport.send(this.header, body)
    this.wake()
  }
}

const NOTHING = new Uint8Array(0)

/** The receiving side: messages become entries of their channels. */
export class Receiver {
  private readonly decoder = new BatchDecoder()
  private readonly deliver: (channel: number, entry: Entry) => void

  constructor(deliver: (channel: number, entry: Entry) => void) {
    this.deliver = deliver
  }

  readonly receive = (message: Uint8Array): void => {
    const view = new DataView(message.buffer, message.byteOffset, message.byteLength)
    const word = view.getUint32(0, true)
    const channel = word & 0x0fffffff
    const kind = (word >>> 28) as EntryKind
    if (kind === EntryKind.records) {
      const weight = view.getUint32(4, true)
      const keysAt = view.getUint32(8, true)
      const timesAt = view.getUint32(12, true)
      const body = message.subarray(HEADER)
      const valuesEnd = keysAt || timesAt || body.length
      const values = this.decoder.decode(body.subarray(0, valuesEnd))
      const keys = keysAt === 0 ? undefined : this.decoder.decode(body.subarray(keysAt, timesAt || body.length))
      const times = timesAt === 0 ? undefined : (this.decoder.decode(body.subarray(timesAt)) as number[])
      this.deliver(channel, { kind, values, keys, times, weight })
      return
    }
    this.deliver(channel, controlEntry(kind, view.getFloat64(16, true)))
  }
}

function controlEntry(kind: EntryKind, number: number): ControlEntry {
  switch (kind) {
    case EntryKind.watermark:
    case EntryKind.latency:
      return { kind, time: number }
    case EntryKind.barrier:
      return { kind, checkpoint: number }
    case EntryKind.idle:
      return IDLE_ENTRY
    case EntryKind.active:
      return ACTIVE_ENTRY
    default:
      return END_ENTRY
  }
}

/** What a thread drains: messages that have arrived from one other thread. */
export interface Inbox {
  /** Delivers what has arrived, within a limit; true if there was anything. */
  drain(): boolean
  readonly empty: boolean
}

/** Shared-memory ring. */
export function ringTransport(memory: SharedArrayBuffer): Transport {
  const writer = new RingWriter(memory)
  return {
    get busy() {
      return writer.busy
    },
    send(header, body) {
      writer.write(header, body)
    },
    resume() {
      if (!writer.busy) return false
      const before = writer.position
      writer.resume()
      // Also a part in the middle of a message is progress: the receiver has to take it before more fits.
      return writer.position !== before
    },
  }
}

/** @param wakeSender wakes the sending thread, whose next message may have waited for room */
export function ringInbox(memory: SharedArrayBuffer, receiver: Receiver, wakeSender: () => void): Inbox {
  const reader = new RingReader(memory)
  return {
    get empty() {
      return reader.empty
    },
    drain() {
      if (reader.read(receiver.receive, RECEIVE_LIMIT) === 0) return false
      wakeSender()
      return true
    },
  }
}

/** Bytes over a message port, for where shared memory is not to be had. Credits bound what is under way. */
export function portTransport(port: MessagePort): Transport {
  return {
    busy: false,
    send(header, body) {
      const message = new Uint8Array(header.length + body.length)
      message.set(header)
      message.set(body, header.length)
      port.postMessage(message, [message.buffer])
    },
    resume: () => false,
  }
}

/** @param arrived called when a message is there */
export function portInbox(port: MessagePort, receiver: Receiver, arrived: () => void): Inbox {
  const messages: Uint8Array[] = []
  port.on('message', (message: Uint8Array) => {
    messages.push(message)
    arrived()
  })
  return {
    get empty() {
      return messages.length === 0
    },
    drain() {
      if (messages.length === 0) return false
      for (const message of messages.splice(0)) receiver.receive(message)
      return true
    },
  }
}
