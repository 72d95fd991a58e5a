import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { ExecutionGraph } from '../../graph/index.ts'
import { ChannelCounters, Credits, createRing } from '../channels/index.ts'
import { MetricsMemory } from '../metrics-memory.ts'
import { OUTPUT_RING } from '../output/index.ts'
import { ThreadSignals } from '../tasks/thread-signals.ts'
import type { SharedParts } from '../workers/messages.ts'

/** Bytes of a ring between two threads; smaller where there are many pairs. */
const RING = 2 ** 20
const MIN_RING = 2 ** 16
/** Bytes of all rings together. */
const ALL_RINGS = 2 ** 26

/** What all threads of a job share. */
export interface SharedMemory {
  readonly signals: SharedArrayBuffer
  readonly credits: SharedArrayBuffer
  readonly metrics: SharedArrayBuffer
  /** Counters by channel. */
  readonly channels: SharedArrayBuffer
  readonly outputs: readonly SharedArrayBuffer[]
  /** What one thread gets, and the ports to transfer with it. */
  of(thread: number): { readonly parts: SharedParts; readonly transfer: MessagePort[] }
}

export function sharedMemory(execution: ExecutionGraph, channelType: 'shared' | 'message'): SharedMemory {
  const { threads } = execution
  const signals = ThreadSignals.memory(threads)
  const credits = Credits.memory(execution.channels.length)
  const metrics = MetricsMemory.memory(execution)
  const channels = ChannelCounters.memory(execution.channels.length)
  const outputs = Array.from({ length: threads }, () => createRing(OUTPUT_RING))
  const pairs = new Set<number>()
  for (const { from, to, chained } of execution.channels) {
    if (!chained) pairs.add(execution.instances[from].thread * threads + execution.instances[to].thread)
  }
  let size = RING
  while (size > MIN_RING && size * pairs.size > ALL_RINGS) size /= 2
  const ends = new Map<number, readonly [SharedArrayBuffer | MessagePort, SharedArrayBuffer | MessagePort]>()
  for (const pair of pairs) {
    if (Math.floor(pair / threads) === pair % threads) continue
    if (channelType === 'shared') {
      const ring = createRing(size)
      ends.set(pair, [ring, ring])
    } else {
      const { port1, port2 } = new MessageChannel()
      ends.set(pair, [port1, port2])
    }
  }
  return {
    signals,
    credits,
    metrics,
    channels,
    outputs,
    of(thread) {
      const others = Array.from({ length: threads }, (_, other) => other)
      const outgoing = others.map((other) => ends.get(thread * threads + other)?.[0])
      const incoming = others.map((other) => ends.get(other * threads + thread)?.[1])
      const transfer = [...outgoing, ...incoming].filter(
        (end) => end !== undefined && !(end instanceof SharedArrayBuffer),
      ) as MessagePort[]
      return { parts: { signals, credits, metrics, channels, output: outputs[thread], outgoing, incoming }, transfer }
    },
  }
}
