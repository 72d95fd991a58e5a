import { WatermarkValve } from '../../time/index.ts'
import { type ChainLoop, type ChainState, type EdgeOutlet, Returned, type SinkOutlet } from '../chains/index.ts'
import { END_ENTRY, type Entry, EntryKind } from '../channels/index.ts'
import { type ChainTime, Step } from './chain-time.ts'
import type { InputGate } from './input-gate.ts'
import type { ChainLatency } from './latency.ts'
import type { SourceInput } from './source-input.ts'
import type { Tasklet } from './tasklet.ts'

/** A call that took longer than this (ms) does less next time; one that took a fourth of it may do more. */
const CALL_TIME = 0.2
const MIN_WORK = 1
const FIRST_WORK = 256
const MAX_WORK = 4_096

export interface ChainTaskParts {
  readonly task: number
  readonly state: ChainState
  /** The loop to use; asked before every call, because watching an edge exchanges it. */
  readonly loop: () => ChainLoop
  readonly edges: readonly EdgeOutlet[]
  readonly sinks: readonly SinkOutlet[]
  /** Where its records come from: one of the two. */
  readonly gate: InputGate | undefined
  readonly source: SourceInput | undefined
  /** Number of channels of the gate. */
  readonly inputs: number
  /** Takes watermarks and processing time through the chain's operators. */
  readonly time: ChainTime
  readonly latency: ChainLatency
  /** Records of one call; chosen by the time that calls take where it is not given. */
  readonly work: number | undefined
  /** Busy and back-pressured milliseconds are added here, at 0 and 1. */
  readonly times: Float64Array
  /** Notes how far the source has got. */
  readonly progress: () => void
}

/**
 * One instance of a chain as a tasklet: takes entries from its input, runs the chain's loop over them, and hands on what
 * came out. It ends when all its inputs have ended, after everything it has emitted was sent, with an `end` on each of
 * its own channels.
 */
export class ChainTask implements Tasklet {
  readonly task: number
  done = false
  queued = false
  backPressured = false
  private readonly parts: ChainTaskParts
  private work: number
  private openInputs: number
  private readonly valve: WatermarkValve
  /** Index of the outlet that gets `end` next. */
  private ending = 0
  private blockedSince = 0

  constructor(parts: ChainTaskParts) {
    this.parts = parts
    this.task = parts.task
    this.work = parts.work ?? FIRST_WORK
    this.openInputs = parts.inputs
    this.valve = new WatermarkValve(parts.inputs)
  }

  call(now: number): boolean {
    const { state, sinks, edges, latency } = this.parts
    if (this.backPressured) {
      this.parts.times[1] += now - this.blockedSince
      this.backPressured = false
    }
    if (!this.relieve(now) || !latency.send(edges)) return this.blocked(now)
    const { time } = this.parts
    let collected = time.collect()
    if (time.hasResults && !collected && !this.holdsRecords()) {
      // Results that have gone out may have let a watermark pass, also while further records wait for room.
      if (time.step(now, true) === Step.noRoom) return this.blocked(now)
      collected = time.collect()
    }
    if (!this.hasWork()) {
      const step = time.step(now, false)
      if (step === Step.noRoom) return this.blocked(now)
      if (step === Step.settled && !this.nextInput()) return this.idle(now)
      if (!this.hasWork()) return true
    }
    const before = performance.now()
    let returned: Returned
    try {
      returned = this.parts.loop()(state, this.work)
    } catch (error) {
      // What was emitted before the failure still reaches the sinks of this task.
      for (const sink of sinks) {
        try {
          sink.settle()
        } catch {
          // The failure that came first is the one that is told.
        }
      }
      throw error
    }
    for (let i = 0; i < edges.length; i++) edges[i].settle(now)
    for (let i = 0; i < sinks.length; i++) sinks[i].settle()
    const took = performance.now() - before
    if (this.parts.work !== undefined) this.work = this.parts.work
    else if (took > CALL_TIME) this.work = Math.max(MIN_WORK, this.work >> 1)
    else if (took < CALL_TIME / 4 && returned !== Returned.noRoom) this.work = Math.min(MAX_WORK, this.work * 2)
    if (returned === Returned.noRoom) {
      if (this.anyBlocked()) return this.blocked(now)
      // An operator has no room: it wakes the task when it has.
      if (!collected && time.full) return this.flushed(now)
    }
    return true
  }

  flushOld(now: number): void {
    for (const edge of this.parts.edges) edge.flushOld(now)
    this.parts.progress()
  }

  canGoOn(): boolean {
    const { edges, sinks } = this.parts
    for (const edge of edges) if (edge.blocked && !edge.flush()) return false
    return sinks.every((sink) => !sink.blocked)
  }

  /** Waits for nothing any more. */
  close(): void {
    this.parts.time.close()
  }

  worked(milliseconds: number): void {
    this.parts.times[0] += milliseconds
  }

  /** Sends what found no room before; false if there still is none. */
  private relieve(now: number): boolean {
    const { edges, sinks } = this.parts
    let room = true
    for (const edge of edges) {
      if (!edge.blocked) continue
      edge.settle(now)
      if (edge.blocked) room = false
    }
    for (const sink of sinks) if (sink.blocked) room = false
    return room
  }

  private anyBlocked(): boolean {
    return this.parts.edges.some((edge) => edge.blocked) || this.parts.sinks.some((sink) => sink.blocked)
  }

  private blocked(now: number): boolean {
    this.backPressured = true
    this.blockedSince = now
    return false
  }

  private hasWork(): boolean {
    const { state } = this.parts
    return state.position < state.end || this.holdsRecords()
  }

  private holdsRecords(): boolean {
    for (const slot of this.parts.state.slots) if (slot.array !== null || slot.iterator !== null) return true
    return false
  }

  /** Gives the chain the next records; false if there are none now. */
  private nextInput(): boolean {
    const { gate, source, state, latency } = this.parts
    if (source !== undefined) {
      if (latency.dealtWith()) return true
      // The watermark that the reader has now is that of the records it gave before.
      if (this.parts.time.advance(source.watermark, false)) return true
      if (!source.fill(state, this.work)) return false
      latency.read()
      return true
    }
    for (let entry = gate!.take(); entry !== undefined; entry = gate!.take()) {
      if (this.accept(entry)) return true
    }
    return false
  }

  /** True if the chain has something to do. */
  private accept(entry: Entry): boolean {
    const { state, gate, time } = this.parts
    const { ordinal, port } = gate!.channel
    const { valve } = this
    switch (entry.kind) {
      case EntryKind.records:
        state.values = entry.values
        state.keys = entry.keys
        state.times = entry.times
        state.port = port
        state.position = 0
        state.end = entry.values.length
        return entry.values.length > 0
      case EntryKind.watermark:
        valve.watermark(ordinal, entry.time)
        break
      case EntryKind.idle:
        valve.becomesIdle(ordinal)
        break
      case EntryKind.active:
        valve.becomesActive(ordinal)
        break
      case EntryKind.latency:
        return this.parts.latency.pass(entry.time)
      case EntryKind.end:
        valve.ends(ordinal)
        // The end of all input is dealt with when all that has come was.
        if (--this.openInputs === 0) return false
        break
      default:
        return false
    }
    return time.advance(valve.output, valve.idle)
  }

  /** Sends what is buffered; false: there is nothing else to do. */
  private flushed(now: number): boolean {
    for (const edge of this.parts.edges) if (!edge.empty && !edge.flush()) return this.blocked(now)
    for (const sink of this.parts.sinks) if (!sink.flush()) return this.blocked(now)
    return false
  }

  /** Nothing to do at the moment: sends what is buffered, and ends when there will be nothing any more. */
  private idle(now: number): boolean {
    const { edges, sinks, source, time } = this.parts
    const ended = source === undefined ? this.openInputs === 0 : source.ended
    if (ended) time.end()
    const step = time.step(now, true)
    if (step === Step.opened) return true
    if (step === Step.noRoom) return this.blocked(now)
    let progress = false
    for (const edge of edges) {
      if (edge.empty) continue
      if (!edge.flush()) return this.blocked(now)
      progress = true
    }
    for (const sink of sinks) if (!sink.flush()) return this.blocked(now)
    if (!time.finished) {
      time.rest()
      return progress
    }
    while (this.ending < edges.length) {
      if (!edges[this.ending].sendControl(END_ENTRY)) return this.blocked(now)
      this.ending++
    }
    time.close()
    this.done = true
    return true
  }
}
