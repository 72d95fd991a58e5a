export { createRing, RingReader, RingWriter } from './byte-ring.ts'
export { channelCapacity } from './capacity.ts'
export { ChannelCounters } from './channel-counters.ts'
export {
  Connection,
  type Inbox,
  portInbox,
  portTransport,
  Receiver,
  ringInbox,
  ringTransport,
  type Transport,
} from './connection.ts'
export { Credits } from './credits.ts'
export {
  ACTIVE_ENTRY,
  type ControlEntry,
  END_ENTRY,
  type Entry,
  EntryKind,
  IDLE_ENTRY,
  type RecordsEntry,
} from './entry.ts'
export { InputChannel } from './input-channel.ts'
export { LocalChannel, type OutputChannel, RemoteChannel } from './output-channel.ts'
