import type { KeyedTable } from '../state/index.ts'
import {
  FINAL_WATERMARK,
  GLOBAL_WINDOW,
  NO_TIMESTAMP,
  onEventTime,
  onProcessingTime,
  type Trigger,
  type TriggerContext,
  type TriggerResult,
  type Window,
  windowStart,
} from '../time/index.ts'
import { DueKeys } from './due-keys.ts'
import type { InstanceContext, OperatorInstance } from './operator.ts'
import { noTimestamp, WindowFiring } from './window-firing.ts'
import { NO_KEY, type WindowOptions } from './window-options.ts'
import { addTimer, type KeyWindows, removeTimer, type WindowState, windowState } from './window-state.ts'

/**
 * Windows of any kind with any trigger (Flink's `WindowOperator`): for each key a list of its windows, with what the
 * trigger keeps for each. A key has one entry in the queue of timers however many windows and timers it has, and a
 * session that grows leaves none behind: an entry that comes too early is put back.
 */
export class GeneralWindows implements OperatorInstance {
  readonly shape = 'process'
  readonly usesKey = true
  private readonly options: WindowOptions
  private readonly firing: WindowFiring
  private readonly trigger: Trigger<any>
  private readonly instance: InstanceContext
  private readonly keys: KeyedTable<KeyWindows>
  private readonly eventDue = new DueKeys()
  private readonly processingDue = new DueKeys()
  /** Windows end by the watermark, by processing time, or not at all. */
  private readonly domain: 'event' | 'processing' | 'none'
  private readonly lateness: number
  private watermark = NO_TIMESTAMP
  private arrivals = 0
  private readonly context: TriggerContext & { own: WindowState }

  constructor(options: WindowOptions, instance: InstanceContext) {
    const { assigner, trigger, fn, allowedLateness } = options
    this.options = options
    this.firing = new WindowFiring(fn, instance)
    this.instance = instance
    this.keys = instance.state.table('windows')
    this.domain = 'time' in assigner ? assigner.time : 'none'
    this.lateness = this.domain === 'event' ? allowedLateness : 0
    this.trigger = trigger ?? (this.domain === 'processing' ? onProcessingTime() : onEventTime())
    this.context = this.triggerContext()
  }

  readonly apply = (
    record: unknown,
    recordKey: unknown,
    timestamp: number,
    port = 0,
  ): Iterable<unknown> | undefined => {
    const { keyed, assigner } = this.options
    const key = keyed ? recordKey : NO_KEY
    const time = this.domain === 'processing' ? this.instance.clock.now() : timestamp
    if (time === NO_TIMESTAMP && this.domain === 'event') throw noTimestamp('a window')
    let own = this.keys.get(key)
    const isNew = own === undefined
    own ??= { windows: [], armedEvent: Number.POSITIVE_INFINITY, armedProcessing: Number.POSITIVE_INFINITY }
    const windows = assigner.kind === 'session' ? this.joinSession(own, record, time) : this.assign(own, time)
    if (windows.length === 0) {
      this.refuse(record, time, assigner.kind === 'session' || this.belongsSomewhere(time))
      if (!isNew && own.windows.length === 0) this.keys.delete(key)
      return undefined
    }
    let fired: WindowState[] | undefined
    for (const window of windows) {
      if (window.content === undefined) window.content = this.options.fn.begin(record, this.arrivals++, port)
      else this.options.fn.add(window.content, record, port)
      this.context.own = window
      const result = this.trigger.onRecord(record, time, this.context)
      if (fires(result)) {
        if (this.options.fn.many || windows.length > 1) {
          fired ??= []
          fired.push(result === 'fire' ? window : this.purged(window))
        } else
          this.firing.emit(window.content, keyed ? key : undefined, bounds(window), this.watermark, this.now(timestamp))
      }
      if (purges(result)) window.content = undefined
    }
    if (isNew) this.keys.set(key, own)
    else this.keys.changed(key, own)
    this.arm(key, own)
    if (fired === undefined) return undefined
    return this.fireAll(fired, key, this.now(timestamp))
  }

  onWatermark(watermark: number): Iterable<unknown> | undefined {
    if (watermark <= this.watermark) return undefined
    this.watermark = watermark
    return this.eventDue.due(watermark) ? this.due(this.eventDue, watermark, 'event') : undefined
  }

  nextProcessingTime(): number {
    return this.processingDue.next
  }

  onProcessingTime(now: number): Iterable<unknown> | undefined {
    return this.processingDue.due(now) ? this.due(this.processingDue, now, 'processing') : undefined
  }

  onEndOfProcessingTime(): Iterable<unknown> | undefined {
    if (this.domain !== 'processing') return undefined
    return this.due(this.processingDue, FINAL_WATERMARK, 'processing')
  }

  snapshot(): number {
    return this.watermark
  }

  restore(snapshots: readonly unknown[]): void {
    this.watermark = Math.min(...(snapshots as number[]))
  }

  restored(): void {
    for (const [key, own] of this.keys.entries()) {
      own.armedEvent = Number.POSITIVE_INFINITY
      own.armedProcessing = Number.POSITIVE_INFINITY
      this.arm(key, own)
    }
  }

  /** The windows a time is in and that are not dropped yet; those that are new are added to the key's. */
  private assign(own: KeyWindows, time: number): WindowState[] {
    const { assigner } = this.options
    const found: WindowState[] = []
    const take = (start: number, end: number): void => {
      if (end - 1 + this.lateness <= this.watermark && this.domain === 'event') return
      let window = own.windows.find((other) => other.start === start)
      if (window === undefined) {
        window = windowState(start, end)
        own.windows.push(window)
        own.windows.sort((a, b) => a.start - b.start)
      }
      found.push(window)
    }
    if (assigner.kind === 'tumbling') {
      const start = windowStart(time, assigner.size, assigner.offset)
      take(start, start + assigner.size)
    } else if (assigner.kind === 'sliding') {
      const { size, slide, offset } = assigner
      const starts: number[] = []
      for (let start = windowStart(time, slide, offset); start > time - size; start -= slide) starts.push(start)
      for (const start of starts.reverse()) take(start, start + size)
    } else take(GLOBAL_WINDOW.start, GLOBAL_WINDOW.end)
    return found
  }

  /** A record between two windows of a slide larger than their size is in none; that is not late. */
  private belongsSomewhere(time: number): boolean {
    const { assigner } = this.options
    return assigner.kind !== 'sliding' || time - windowStart(time, assigner.slide, assigner.offset) < assigner.size
  }

  private refuse(record: unknown, time: number, late: boolean): void {
    if (!late) return
    const { lateTag } = this.options
    if (lateTag === undefined) this.instance.lateRecordDropped()
    else this.instance.output.emitSide(lateTag, record, time)
  }

  /** The session a record belongs to: it may make one of several, and sessions that touch are one. */
  private joinSession(own: KeyWindows, record: unknown, time: number): WindowState[] {
    const { assigner, fn } = this.options
    const given = (assigner as { gap: number | ((record: unknown) => number) }).gap
    const gap = typeof given === 'number' ? given : given(record)
    if (typeof gap !== 'number' || !(gap > 0)) {
      throw new TypeError(
        `the gap of a session must be a number of milliseconds above 0, but the function returned ${String(gap)}`,
      )
    }
    const start = time
    const end = time + Math.ceil(gap)
    const touching = own.windows.filter((other) => start <= other.end && end >= other.start)
    if (touching.length === 0) {
      if (end - 1 + this.lateness <= this.watermark) return []
      const window = windowState(start, end)
      own.windows.push(window)
      own.windows.sort((a, b) => a.start - b.start)
      return [window]
    }
    const [merged, ...others] = touching
    const changes = others.length > 0 || start < merged.start || end > merged.end
    if (!changes) return [merged]
    merged.start = Math.min(merged.start, start)
    merged.end = Math.max(end, ...touching.map((other) => other.end))
    for (const other of others) {
      if (merged.content === undefined) merged.content = other.content
      else if (other.content !== undefined) fn.merge!(merged.content, other.content)
      for (const [name, value] of Object.entries(other.numbers)) {
        merged.numbers[name] = (merged.numbers[name] ?? 0) + value
      }
      own.windows.splice(own.windows.indexOf(other), 1)
    }
    merged.eventTimers.length = 0
    merged.processingTimers.length = 0
    this.context.own = merged
    this.trigger.onMerge!(this.context)
    return [merged]
  }

  /** Deals with all that is due up to a time, in the order of times. */
  private *due(queue: DueKeys, until: number, domain: 'event' | 'processing'): Generator<unknown> {
    while (queue.due(until)) {
      const time = queue.next
      const key = queue.take()
      const own = this.keys.get(key)
      if (own === undefined || armed(own, domain) !== time) continue
      disarm(own, domain)
      for (const window of [...own.windows]) {
        const timers = domain === 'event' ? window.eventTimers : window.processingTimers
        const isDue = timers[0] === time
        if (isDue) {
          timers.shift()
          yield* this.callTrigger(window, key, time, domain)
        }
        if (this.domain === domain && window.end - 1 + this.lateness <= time) {
          own.windows.splice(own.windows.indexOf(window), 1)
        }
      }
      if (own.windows.length === 0) this.keys.delete(key)
      else {
        this.keys.changed(key, own)
        this.arm(key, own)
      }
    }
  }

  private *callTrigger(window: WindowState, key: unknown, time: number, domain: 'event' | 'processing') {
    this.context.own = window
    const result =
      domain === 'event'
        ? (this.trigger.onEventTime?.(time, this.context) ?? 'continue')
        : (this.trigger.onProcessingTime?.(time, this.context) ?? 'continue')
    if (fires(result) && window.content !== undefined) {
      const of = this.options.keyed ? key : undefined
      yield* this.firing.results(window.content, of, bounds(window), this.watermark, Number.isFinite(time) ? time : 0)
    }
    if (purges(result)) window.content = undefined
  }

  private *fireAll(windows: readonly WindowState[], key: unknown, otherwise: number): Generator<unknown> {
    for (const window of windows) {
      const of = this.options.keyed ? key : undefined
      yield* this.firing.results(window.content!, of, bounds(window), this.watermark, otherwise)
    }
  }

  /** A window as it was before it is purged. */
  private purged(window: WindowState): WindowState {
    return { ...window }
  }

  /** The timestamp for results of windows that have no end. */
  private now(timestamp: number): number {
    return timestamp === NO_TIMESTAMP ? this.instance.clock.now() : timestamp
  }

  /** Sees to it that the key is looked at when the first of its windows wants it. */
  private arm(key: unknown, own: KeyWindows): void {
    let event = Number.POSITIVE_INFINITY
    let processing = Number.POSITIVE_INFINITY
    for (const window of own.windows) {
      if (window.eventTimers.length > 0 && window.eventTimers[0] < event) event = window.eventTimers[0]
      if (window.processingTimers.length > 0 && window.processingTimers[0] < processing) {
        processing = window.processingTimers[0]
      }
      const cleanUp = window.end - 1 + this.lateness
      if (this.domain === 'event' && cleanUp < event) event = cleanUp
      if (this.domain === 'processing' && cleanUp < processing) processing = cleanUp
    }
    // An entry that is earlier than need be is kept: the key is looked at then, and put back.
    if (event < own.armedEvent) {
      own.armedEvent = event
      this.eventDue.add(event, key)
    }
    if (processing < own.armedProcessing) {
      own.armedProcessing = processing
      this.processingDue.add(processing, key)
    }
  }

  private triggerContext(): TriggerContext & { own: WindowState } {
    const { instance } = this
    const watermark = () => this.watermark
    const { domain } = this
    return {
      own: windowState(0, 0),
      get window() {
        return this.own
      },
      get watermark() {
        return watermark()
      },
      get now() {
        return instance.clock.now()
      },
      timeDomain: domain === 'processing' ? 'processing' : 'event',
      registerEventTime(time) {
        addTimer(this.own.eventTimers, time)
      },
      deleteEventTime(time) {
        removeTimer(this.own.eventTimers, time)
      },
      registerProcessingTime(time) {
        addTimer(this.own.processingTimers, time)
      },
      deleteProcessingTime(time) {
        removeTimer(this.own.processingTimers, time)
      },
      get(name) {
        return this.own.numbers[name] ?? 0
      },
      set(name, value) {
        this.own.numbers[name] = value
      },
    }
  }
}

/** A window as users see it. */
function bounds({ start, end }: WindowState): Window {
  return { start, end }
}

function fires(result: TriggerResult): boolean {
  return result === 'fire' || result === 'fireAndPurge'
}

function purges(result: TriggerResult): boolean {
  return result === 'purge' || result === 'fireAndPurge'
}

function armed(own: KeyWindows, domain: 'event' | 'processing'): number {
  return domain === 'event' ? own.armedEvent : own.armedProcessing
}

function disarm(own: KeyWindows, domain: 'event' | 'processing'): void {
  if (domain === 'event') own.armedEvent = Number.POSITIVE_INFINITY
  else own.armedProcessing = Number.POSITIVE_INFINITY
}
