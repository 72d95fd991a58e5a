import type { Trigger, TriggerContext, TriggerResult, Window } from '../time/index.ts'
import type { InstanceContext } from './operator.ts'
import { type WindowState, withoutTimer, withTimer } from './window-state.ts'

/** Calls a trigger, for one window after the other. */
export class WindowTrigger {
  private readonly trigger: Trigger<any>
  private readonly context: CallContext

  /** @param timeDomain of the windows */
  constructor(trigger: Trigger<any>, timeDomain: 'event' | 'processing', instance: InstanceContext) {
    this.trigger = trigger
    this.context = new CallContext(timeDomain, instance)
  }

  /** No further timers: what is registered from now on is forgotten. */
  seal(): void {
    this.context.sealed = true
  }

  set watermark(watermark: number) {
    this.context.watermark = watermark
  }

  onRecord(window: WindowState, record: unknown, timestamp: number): TriggerResult {
    this.context.own = window
    return checked(this.trigger.onRecord(record, timestamp, this.context), 'onRecord')
  }

  onTimer(window: WindowState, time: number, domain: 'event' | 'processing'): TriggerResult {
    this.context.own = window
    return domain === 'event'
      ? checked(this.trigger.onEventTime?.(time, this.context) ?? 'continue', 'onEventTime')
      : checked(this.trigger.onProcessingTime?.(time, this.context) ?? 'continue', 'onProcessingTime')
  }

  /** To be called for triggers that have `onMerge`. */
  onMerge(window: WindowState): void {
    this.context.own = window
    this.trigger.onMerge!(this.context)
  }
}

export function fires(result: TriggerResult): boolean {
  return result === 'fire' || result === 'fireAndPurge'
}

export function purges(result: TriggerResult): boolean {
  return result === 'purge' || result === 'fireAndPurge'
}

function checked(result: TriggerResult, method: string): TriggerResult {
  if (result === 'continue' || fires(result) || purges(result)) return result
  throw new TypeError(
    `${method} of a trigger returns 'continue', 'fire', 'purge' or 'fireAndPurge', but it returned ${String(result)}`,
  )
}

class CallContext implements TriggerContext {
  own: WindowState | undefined
  watermark = Number.NEGATIVE_INFINITY
  sealed = false
  readonly timeDomain: 'event' | 'processing'
  private readonly instance: InstanceContext

  constructor(timeDomain: 'event' | 'processing', instance: InstanceContext) {
    this.timeDomain = timeDomain
    this.instance = instance
  }

  get window(): Window {
    return this.own!
  }

  get now(): number {
    return this.instance.clock.now()
  }

  registerEventTime(time: number): void {
    requireTime(time, 'registerEventTime')
    if (this.sealed) return
    this.own!.eventTimers = withTimer(this.own!.eventTimers, time)
  }

  deleteEventTime(time: number): void {
    this.own!.eventTimers = withoutTimer(this.own!.eventTimers, time)
  }

  registerProcessingTime(time: number): void {
    requireTime(time, 'registerProcessingTime')
    this.own!.processingTimers = withTimer(this.own!.processingTimers, time)
  }

  deleteProcessingTime(time: number): void {
    this.own!.processingTimers = withoutTimer(this.own!.processingTimers, time)
  }

  get(name: string): number {
    return this.own!.numbers?.[name] ?? 0
  }

  set(name: string, value: number): void {
    if (typeof value !== 'number') {
      throw new TypeError(
        `a trigger keeps numbers, but set('${name}', ..) got ${value === null ? 'null' : typeof value}`,
      )
    }
    this.own!.numbers ??= {}
    this.own!.numbers[name] = value
  }
}

function requireTime(time: number, method: string): void {
  if (typeof time === 'number' && !Number.isNaN(time)) return
  throw new TypeError(`${method}(..) takes milliseconds since 1970, but got ${String(time)}`)
}
