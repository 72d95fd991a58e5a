import { callSite, JobError } from '../failure/index.ts'
import { NO_TIMESTAMP } from './timestamp.ts'
import { maxTimestamp, type Window } from './window.ts'
import type { TimeDomain } from './window-assigner.ts'

/** What is to happen to a window: its content is emitted, dropped, both, or neither. */
export type TriggerResult = 'continue' | 'fire' | 'purge' | 'fireAndPurge'

/** What a trigger may know and do, for the window it is called for. It is one object that is used again and again. */
export interface TriggerContext {
  readonly window: Window
  readonly watermark: number
  /** The processing time. */
  readonly now: number
  /** The kind of time the windows are cut by; `event` for windows that are not cut by time. */
  readonly timeDomain: TimeDomain
  /** A call of `onEventTime` when the watermark has reached `time`; one per window and time. */
  registerEventTime(time: number): void
  deleteEventTime(time: number): void
  registerProcessingTime(time: number): void
  deleteProcessingTime(time: number): void
  /** A number kept for the window, 0 at first. The numbers of windows that merge are added up. */
  get(name: string): number
  set(name: string, value: number): void
}

/**
 * Says when windows fire (Flink's `Trigger`).
 *
 * `onRecord` is called for each record and each window it is in, after the record was added. Session windows need
 * `onMerge`: the timers of the windows that were merged are gone then, and those still wanted are to be registered.
 */
export interface Trigger<T> {
  onRecord(record: T, timestamp: number, context: TriggerContext): TriggerResult
  onEventTime?(time: number, context: TriggerContext): TriggerResult
  onProcessingTime?(time: number, context: TriggerContext): TriggerResult
  onMerge?(context: TriggerContext): void
}

/** Fires when the watermark has passed the end of the window, and again for each late record: the default. */
export function onEventTime(): Trigger<unknown> {
  return {
    onRecord(_record, _timestamp, context) {
      const last = maxTimestamp(context.window)
      if (last <= context.watermark) return 'fire'
      context.registerEventTime(last)
      return 'continue'
    },
    onEventTime: (time, { window }) => (time === maxTimestamp(window) ? 'fire' : 'continue'),
    onMerge(context) {
      const last = maxTimestamp(context.window)
      if (last > context.watermark) context.registerEventTime(last)
    },
  }
}

/** Fires when the processing time has reached the end of the window: the default of processing-time windows. */
export function onProcessingTime(): Trigger<unknown> {
  return {
    onRecord(_record, _timestamp, context) {
      context.registerProcessingTime(maxTimestamp(context.window))
      return 'continue'
    },
    onProcessingTime: (time, { window }) => (time === maxTimestamp(window) ? 'fire' : 'continue'),
    onMerge: (context) => context.registerProcessingTime(maxTimestamp(context.window)),
  }
}

/** Fires every `n` records of a window (Flink's `CountTrigger`). It does not fire at the end of the window. */
export function onCount(n: number): Trigger<unknown> {
  requireWhole(n, 'onCount(n)', 'records')
  return {
    onRecord(_record, _timestamp, context) {
      const count = context.get('count') + 1
      context.set('count', count < n ? count : 0)
      return count < n ? 'continue' : 'fire'
    },
    onMerge() {},
  }
}

/**
 * Fires early results every `milliseconds` of the windows' kind of time, and at their end (Flink's
 * `ContinuousEventTimeTrigger` and `ContinuousProcessingTimeTrigger`).
 */
export function onEvery(milliseconds: number): Trigger<unknown> {
  requireWhole(milliseconds, 'onEvery(ms)', 'milliseconds')
  const registerAt = (time: number, context: TriggerContext): void => {
    if (context.timeDomain === 'event') context.registerEventTime(time)
    else context.registerProcessingTime(time)
  }
  const registerNext = (time: number, context: TriggerContext): void => {
    const next = Math.min(time, maxTimestamp(context.window))
    context.set('next', next)
    registerAt(next, context)
  }
  const boundaryAfter = (time: number) => Math.floor(time / milliseconds) * milliseconds + milliseconds
  const due = (time: number, context: TriggerContext): TriggerResult => {
    const last = maxTimestamp(context.window)
    if (time === last) return 'fire'
    if (time !== context.get('next')) return 'continue'
    if (Number.isFinite(last)) registerNext(time + milliseconds, context)
    else {
      // A window without end would fire for each of the boundaries that the watermark has jumped over, for ever at last.
      const reached = context.timeDomain === 'event' ? context.watermark : context.now
      if (reached === Number.POSITIVE_INFINITY) context.set('begun', 0)
      else registerNext(boundaryAfter(Math.max(time, reached)), context)
    }
    return 'fire'
  }
  return {
    onRecord(_record, timestamp, context) {
      const last = maxTimestamp(context.window)
      const event = context.timeDomain === 'event'
      if (event && last <= context.watermark) return 'fire'
      if (Number.isFinite(last)) registerAt(last, context)
      if (context.get('begun') === 0) {
        const time = event ? timestamp : context.now
        if (time === NO_TIMESTAMP) {
          throw new Error(
            'onEvery(ms) works on event time, but the record has no timestamp: put assignTimestamps(..) before it',
          )
        }
        context.set('begun', 1)
        registerNext(boundaryAfter(time), context)
      }
      return 'continue'
    },
    onEventTime: due,
    onProcessingTime: due,
    onMerge(context) {
      const event = context.timeDomain === 'event'
      const last = maxTimestamp(context.window)
      // What has ended already fires with the record that made it grow.
      if (event && last <= context.watermark) return
      registerAt(last, context)
      // The sum of several times is none: the next one is found anew.
      context.set('begun', 1)
      registerNext(boundaryAfter(event ? Math.max(context.watermark, context.window.start) : context.now), context)
    },
  }
}

/** The same trigger, but the window's content is dropped whenever it fires (Flink's `PurgingTrigger`). */
export function purging<T>(trigger: Trigger<T>): Trigger<T> {
  requireTrigger(trigger)
  const purge = (result: TriggerResult): TriggerResult => (result === 'fire' ? 'fireAndPurge' : result)
  return {
    onRecord: (record, timestamp, context) => purge(trigger.onRecord(record, timestamp, context)),
    onEventTime: (time, context) => purge(trigger.onEventTime?.(time, context) ?? 'continue'),
    onProcessingTime: (time, context) => purge(trigger.onProcessingTime?.(time, context) ?? 'continue'),
    ...(trigger.onMerge ? { onMerge: (context) => trigger.onMerge!(context) } : {}),
  }
}

export function requireTrigger(value: unknown): asserts value is Trigger<unknown> {
  if (typeof (value as Trigger<unknown> | null)?.onRecord === 'function') return
  throw misuse('a trigger is made by onCount, onEvery, onEventTime, onProcessingTime or purging, or has onRecord(..)')
}

function requireWhole(value: unknown, what: string, unit: string): void {
  if (Number.isSafeInteger(value) && (value as number) >= 1) return
  throw misuse(`${what} takes a whole number of ${unit}, at least 1, but got ${String(value)}`)
}

function misuse(message: string): JobError {
  return new JobError({ reason: 'invalid-job', message, position: callSite() })
}
