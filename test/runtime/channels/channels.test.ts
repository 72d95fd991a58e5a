import { expect, it } from 'vitest'
import {
  ACTIVE_ENTRY,
  ChannelCounters,
  Connection,
  Credits,
  createRing,
  END_ENTRY,
  type Entry,
  EntryKind,
  IDLE_ENTRY,
  InputChannel,
  LocalChannel,
  Receiver,
  RemoteChannel,
  ringInbox,
  ringTransport,
} from '../../../runtime/src/execution/channels/index.ts'

function inputs(count = 1) {
  const credits = new Credits(Credits.memory(count))
  const counters = new ChannelCounters(ChannelCounters.memory(count))
  const ready: number[] = []
  const credited: number[] = []
  const channels = Array.from(
    { length: count },
    (_, index) =>
      new InputChannel(
        index,
        7,
        index,
        0,
        credits,
        (channel) => ready.push(channel.index),
        (producer) => credited.push(producer),
      ),
  )
  return { credits, counters, ready, credited, channels }
}

const values = (entry: Entry | undefined) => (entry !== undefined && 'values' in entry ? entry.values : undefined)

it('when_channelIsFull_then_offerIsRefused_and_takingGivesCreditBack', () => {
  const { credits, counters, credited, channels } = inputs()
  const channel = new LocalChannel(3, credits, counters, channels[0])
  expect(channel.offer([1, 2], undefined, undefined)).toBe(true)
  // One batch may go past the capacity, so that a batch larger than the channel is no deadlock.
  expect(channel.offer([3, 4, 5], undefined, undefined)).toBe(true)
  expect(channel.offer([6], undefined, undefined)).toBe(false)
  expect(values(channels[0].take())).toEqual([1, 2])
  expect(credited).toEqual([7])
  expect(channel.offer([6], undefined, undefined)).toBe(false)
  channels[0].take()
  expect(channel.offer([6], undefined, undefined)).toBe(true)
})

it('the end needs no credit and keeps its place', () => {
  const { credits, counters, channels } = inputs()
  const channel = new LocalChannel(1, credits, counters, channels[0])
  channel.offer([1], undefined, undefined)
  expect(channel.offerControl(END_ENTRY)).toBe(true)
  expect(values(channels[0].take())).toEqual([1])
  expect(channels[0].take()).toBe(END_ENTRY)
  expect(channels[0].take()).toBeUndefined()
  expect(() => channels[0].put(END_ENTRY)).toThrow('channel 0 got an entry after its end')
})

it('a slow channel holds up no other channel of the same connection', () => {
  const { credits, counters, channels } = inputs(2)
  const ring = createRing(1024)
  let woken = 0
  const connection = new Connection(ringTransport(ring), () => woken++)
  const receiver = new Receiver((channel, entry) => channels[channel].put(entry))
  const inbox = ringInbox(ring, receiver, () => {})
  const slow = new RemoteChannel(0, 2, credits, counters, connection)
  const quick = new RemoteChannel(1, 2, credits, counters, connection)

  expect(slow.offer(['a', 'b'], undefined, undefined)).toBe(true)
  inbox.drain()
  expect(slow.offer(['c'], undefined, undefined)).toBe(false)
  for (let round = 0; round < 100; round++) {
    expect(quick.offer([round, -round], ['x', 'y'], [round, -1])).toBe(true)
    inbox.drain()
    expect(channels[1].take()).toMatchObject({ values: [round, -round], keys: ['x', 'y'], times: [round, -1] })
  }
  expect(values(channels[0].take())).toEqual(['a', 'b'])
  expect(woken).toBe(101)
})

it('watermarks and idleness keep their places between records', () => {
  const { credits, counters, channels } = inputs()
  const ring = createRing(1024)
  const receiver = new Receiver((channel, entry) => channels[channel].put(entry))
  const channel = new RemoteChannel(0, 100, credits, counters, new Connection(ringTransport(ring), () => {}))
  channel.offer(['a'], undefined, [5])
  channel.offerControl({ kind: EntryKind.watermark, time: -3.5e12 })
  channel.offerControl(IDLE_ENTRY)
  channel.offerControl(ACTIVE_ENTRY)
  channel.offer(['b'], ['k'], [Number.NEGATIVE_INFINITY])
  ringInbox(ring, receiver, () => {}).drain()
  const entries = Array.from({ length: 5 }, () => channels[0].take())
  expect(entries).toEqual([
    { kind: EntryKind.records, values: ['a'], keys: undefined, times: [5], weight: 1 },
    { kind: EntryKind.watermark, time: -3.5e12 },
    IDLE_ENTRY,
    ACTIVE_ENTRY,
    { kind: EntryKind.records, values: ['b'], keys: ['k'], times: [Number.NEGATIVE_INFINITY], weight: 1 },
  ])
})

it('a large record weighs as much as its bytes', () => {
  const { credits, counters, channels } = inputs()
  const ring = createRing(2 ** 16)
  const connection = new Connection(ringTransport(ring), () => {})
  const channel = new RemoteChannel(0, 100, credits, counters, connection)
  channel.offer(['x'.repeat(100 * 256)], undefined, undefined)
  expect(credits.outstanding(0)).toBeGreaterThanOrEqual(100)
  expect(channel.offer(['small'], undefined, undefined)).toBe(false)
  expect(channels[0].empty).toBe(true)
})
