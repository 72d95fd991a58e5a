import type { KeyedTable } from '../state/index.ts'
import {
  FINAL_WATERMARK,
  GLOBAL_WINDOW,
  NO_TIMESTAMP,
  onEventTime,
  onProcessingTime,
  type Window,
  windowStart,
} from '../time/index.ts'
import { DueKeys } from './due-keys.ts'
import type { InstanceContext, OperatorInstance } from './operator.ts'
import { NOTHING } from './output.ts'
import { beginSession, type Joined, joinSessions } from './session-merge.ts'
import { noTimestamp, WindowFiring } from './window-firing.ts'
import { NO_KEY, type WindowOptions, type WindowProgress } from './window-options.ts'
import {
  findWindow,
  insertWindow,
  isBlank,
  type KeyWindows,
  shownWindows,
  type WindowState,
  windowState,
} from './window-state.ts'
import { fires, purges, WindowTrigger } from './window-trigger.ts'

/**
 * Windows of any kind with any trigger (Flink's `WindowOperator`): for each key a list of its windows, with what the
 * trigger keeps for each. A key has one entry in the queue of timers however many windows and timers it has, and a
 * session that grows leaves none behind: an entry that comes too early is put back.
 *
 * Unlike Flink, windows of processing time that are open at the end of the input fire then, and the watermark is part of
 * a snapshot, so that what was late stays late.
 */
export class GeneralWindows implements OperatorInstance {
  readonly shape = 'process'
  readonly usesKey = true
  private readonly options: WindowOptions
  private readonly firing: WindowFiring
  private readonly trigger: WindowTrigger
  private readonly instance: InstanceContext
  private readonly keys: KeyedTable<KeyWindows>
  private readonly eventDue = new DueKeys()
  private readonly processingDue = new DueKeys()
  /** Windows end by the watermark, by processing time, or not at all. */
  private readonly domain: 'event' | 'processing' | 'none'
  private readonly lateness: number
  private watermark = NO_TIMESTAMP
  /** How far processing time has been dealt with: a clock that was set back must not bring windows back. */
  private passed = NO_TIMESTAMP
  private arrivals = 0
  private stopped = false
  private readonly joined: Joined = { window: windowState(0, 0), changed: false }

  constructor(options: WindowOptions, instance: InstanceContext) {
    const { assigner, trigger, fn, allowedLateness, keyed } = options
    this.options = options
    this.firing = new WindowFiring(fn, keyed, instance)
    this.instance = instance
    this.keys = instance.state.table('windows', ({ windows }) => shownWindows(windows, fn))
    this.domain = 'time' in assigner ? assigner.time : 'none'
    this.lateness = this.domain === 'event' ? allowedLateness : 0
    const byDefault = this.domain === 'processing' ? onProcessingTime : onEventTime
    this.trigger = new WindowTrigger(
      trigger ?? byDefault(),
      this.domain === 'processing' ? 'processing' : 'event',
      instance,
    )
  }

  readonly apply = (
    record: unknown,
    recordKey: unknown,
    timestamp: number,
    port = 0,
  ): Iterable<unknown> | undefined => {
    const { keyed, assigner } = this.options
    const key = keyed ? recordKey : NO_KEY
    let time = timestamp
    if (this.domain === 'processing') time = Math.max(this.instance.clock.now(), this.passed + 1)
    else if (time === NO_TIMESTAMP && this.domain === 'event') throw noTimestamp('a window')
    let own = this.keys.get(key)
    const isNew = own === undefined
    own ??= { windows: [], armedEvent: Number.NaN, armedProcessing: Number.NaN }
    if (assigner.kind === 'sliding') return this.addToSeveral(record, key, own, isNew, time, port)
    const window =
      assigner.kind === 'session'
        ? this.sessionOf(own, record, time)
        : assigner.kind === 'tumbling'
          ? this.windowOf(own, windowStart(time, assigner.size, assigner.offset), assigner.size)
          : this.globalOf(own)
    if (window === undefined) {
      this.refuse(record, time)
      return undefined
    }
    const result = this.add(window, record, time, port)
    const { content } = window
    if (purges(result)) {
      window.content = undefined
      // All that a key without windows in time has left; time ends the others, and a session keeps its bounds.
      if (this.domain === 'none' && isBlank(window)) own.windows.length = 0
    }
    this.keep(key, own, isNew)
    if (!fires(result)) return undefined
    if (this.options.fn.many) return this.firing.results(content!, key, bounds(window), this.stamp(timestamp))
    this.firing.emit(content!, key, bounds(window), this.stamp(timestamp))
    return undefined
  }

  onWatermark(watermark: number): Iterable<unknown> | undefined {
    if (watermark <= this.watermark) return undefined
    this.reach(watermark)
    this.sealLast()
    return this.eventDue.due(watermark) ? this.due(this.eventDue, watermark, 'event') : undefined
  }

  stop(): void {
    this.stopped = true
    this.sealLast()
  }

  nextProcessingTime(): number {
    return this.processingDue.next
  }

  onProcessingTime(now: number): Iterable<unknown> | undefined {
    this.passed = now
    return this.processingDue.due(now) ? this.due(this.processingDue, now, 'processing') : undefined
  }

  onEndOfProcessingTime(): Iterable<unknown> | undefined {
    if (this.domain !== 'processing') return undefined
    return this.due(this.processingDue, FINAL_WATERMARK, 'processing')
  }

  snapshot(): WindowProgress {
    return { watermark: this.watermark, arrivals: this.arrivals }
  }

  restore(snapshots: readonly unknown[]): void {
    const all = snapshots as readonly WindowProgress[]
    this.reach(Math.min(...all.map(({ watermark }) => watermark)))
    this.arrivals = Math.max(...all.map(({ arrivals }) => arrivals))
  }

  restored(): void {
    for (const [key, own] of this.keys.entries()) {
      if (!Number.isNaN(own.armedEvent)) this.eventDue.add(own.armedEvent, key)
      if (!Number.isNaN(own.armedProcessing)) this.processingDue.add(own.armedProcessing, key)
    }
  }

  private reach(watermark: number): void {
    this.watermark = watermark
    this.firing.watermark = watermark
    this.trigger.watermark = watermark
  }

  /**
   * At the end of the input a trigger that registers one time after the other goes on for ever in a window without end; it
   * does not when the job is to stop.
   */
  private sealLast(): void {
    if (this.stopped && this.domain === 'none' && this.watermark === FINAL_WATERMARK) this.trigger.seal()
  }

  private add(window: WindowState, record: unknown, time: number, port: number) {
    const arrival = this.arrivals++
    if (window.content === undefined) window.content = this.options.fn.begin(record, arrival, port)
    else this.options.fn.add(window.content, record, port)
    return this.trigger.onRecord(window, record, time)
  }

  private addToSeveral(
    record: unknown,
    key: unknown,
    own: KeyWindows,
    isNew: boolean,
    time: number,
    port: number,
  ): Iterable<unknown> | undefined {
    const { size, slide, offset } = this.options.assigner as { size: number; slide: number; offset: number }
    const last = windowStart(time, slide, offset)
    // A record between two windows of a slide larger than their size is in none; that is not late.
    if (time - last >= size) return undefined
    let fired: { readonly window: Window; readonly content: object }[] | undefined
    let taken = false
    for (let start = windowStart(time - size, slide, offset) + slide; start <= last; start += slide) {
      const window = this.windowOf(own, start, size)
      if (window === undefined) continue
      taken = true
      const result = this.add(window, record, time, port)
      if (fires(result)) {
        fired ??= []
        fired.push({ window: bounds(window), content: window.content! })
      }
      if (purges(result)) window.content = undefined
    }
    if (!taken) {
      this.refuse(record, time)
      return undefined
    }
    this.keep(key, own, isNew)
    return fired === undefined ? undefined : this.fireAll(fired, key, this.stamp(time))
  }

  private *fireAll(
    fired: readonly { readonly window: Window; readonly content: object }[],
    key: unknown,
    stamp: number,
  ) {
    for (const { window, content } of fired) yield* this.firing.results(content, key, window, stamp)
  }

  /** The window of a key that begins at `start`, made if need be; undefined where it has been dropped. */
  private windowOf(own: KeyWindows, start: number, size: number): WindowState | undefined {
    if (this.domain === 'event' && start + size - 1 + this.lateness <= this.watermark) return undefined
    let window = findWindow(own.windows, start)
    if (window === undefined) {
      window = windowState(start, start + size)
      insertWindow(own.windows, window)
    }
    return window
  }

  private globalOf(own: KeyWindows): WindowState {
    if (own.windows.length === 0) own.windows.push(windowState(GLOBAL_WINDOW.start, GLOBAL_WINDOW.end))
    return own.windows[0]
  }

  /** The session a record belongs to: sessions are merged before it is asked whether the record is late. */
  private sessionOf(own: KeyWindows, record: unknown, time: number): WindowState | undefined {
    const { assigner, fn } = this.options
    const { gap: given } = assigner as { gap: number | ((record: unknown) => number) }
    const gap = typeof given === 'number' ? given : given(record)
    if (typeof gap !== 'number' || !(gap > 0 && gap < Number.POSITIVE_INFINITY)) {
      throw new TypeError(
        `the gap of a session must be a number of milliseconds above 0, but the function returned ${String(gap)}`,
      )
    }
    const end = time + Math.ceil(gap)
    const { joined } = this
    if (joinSessions(own.windows, time, end, fn.merge!, joined)) {
      if (joined.changed) this.trigger.onMerge(joined.window)
      return joined.window
    }
    return end - 1 + this.lateness <= this.watermark ? undefined : beginSession(own.windows, time, end)
  }

  private refuse(record: unknown, time: number): void {
    const { lateTag } = this.options
    if (lateTag === undefined) this.instance.lateRecordDropped()
    else this.instance.output.emitSide(lateTag, record, time)
  }

  /** Deals with all that is due up to a time, in the order of times. */
  private *due(queue: DueKeys, until: number, domain: 'event' | 'processing'): Generator<unknown> {
    const { many } = this.options.fn
    while (queue.due(until)) {
      const time = queue.next
      for (const key of queue.take()) {
        const own = this.keys.get(key)
        if (own === undefined || (domain === 'event' ? own.armedEvent : own.armedProcessing) !== time) continue
        if (domain === 'event') own.armedEvent = Number.NaN
        else own.armedProcessing = Number.NaN
        const { windows } = own
        let fired = false
        for (let place = 0; place < windows.length; ) {
          const window = windows[place]
          const { content } = window
          if (this.callTrigger(window, time, domain) && content !== undefined) {
            fired = true
            const stamp = Number.isFinite(time) ? time : NO_TIMESTAMP
            if (many) yield* this.firing.results(content, key, bounds(window), stamp)
            else if (this.firing.emit(content, key, bounds(window), stamp)) yield NOTHING
          }
          const ended = this.domain === domain && window.end - 1 + this.lateness <= time
          if (ended || (this.domain === 'none' && isBlank(window))) windows.splice(place, 1)
          else place++
        }
        this.keep(key, own, false)
        // Whatever a trigger does, the thread is not kept from other work.
        if (!fired) yield NOTHING
      }
    }
  }

  /** Calls the trigger if a timer of the window is due; true if the window fires. */
  private callTrigger(window: WindowState, time: number, domain: 'event' | 'processing'): boolean {
    const timers = domain === 'event' ? window.eventTimers : window.processingTimers
    if (timers === undefined || timers[0] > time) return false
    const left = timers.length === 1 ? undefined : timers
    left?.shift()
    if (domain === 'event') window.eventTimers = left
    else window.processingTimers = left
    const result = this.trigger.onTimer(window, time, domain)
    if (purges(result)) window.content = undefined
    return fires(result)
  }

  /** The timestamp for results of windows that have no end. */
  private stamp(timestamp: number): number {
    return timestamp === NO_TIMESTAMP ? this.instance.clock.now() : timestamp
  }

  private keep(key: unknown, own: KeyWindows, isNew: boolean): void {
    if (own.windows.length === 0) {
      if (!isNew) this.keys.delete(key)
      return
    }
    this.arm(key, own)
    if (isNew) this.keys.set(key, own)
    else this.keys.changed(key, own)
  }

  /** Sees to it that the key is looked at when the first of its windows wants it. An entry that is early stays. */
  private arm(key: unknown, own: KeyWindows): void {
    let event = Number.NaN
    let processing = Number.NaN
    for (let place = 0; place < own.windows.length; place++) {
      const window = own.windows[place]
      const { eventTimers, processingTimers } = window
      if (eventTimers !== undefined && !(event <= eventTimers[0])) event = eventTimers[0]
      if (processingTimers !== undefined && !(processing <= processingTimers[0])) processing = processingTimers[0]
      if (this.domain === 'none') continue
      const cleanUp = window.end - 1 + this.lateness
      if (this.domain === 'event') {
        if (!(event <= cleanUp)) event = cleanUp
      } else if (!(processing <= cleanUp)) processing = cleanUp
    }
    if (!Number.isNaN(event) && !(own.armedEvent <= event)) {
      own.armedEvent = event
      this.eventDue.add(event, key)
    }
    if (!Number.isNaN(processing) && !(own.armedProcessing <= processing)) {
      own.armedProcessing = processing
      this.processingDue.add(processing, key)
    }
  }
}

/** A window as users see it. */
function bounds({ start, end }: WindowState): Window {
  return { start, end }
}
