import type { KeyedTable } from '../state/index.ts'
import { NO_TIMESTAMP } from '../time/index.ts'
import { DueKeys } from './due-keys.ts'
import type { InstanceContext, OperatorInstance } from './operator.ts'
import { NOTHING } from './output.ts'
import { noTimestamp, WindowFiring } from './window-firing.ts'
import type { Accumulator } from './window-function.ts'
import { NO_KEY, type WindowOptions } from './window-options.ts'

/** One session of a key: plain data. */
interface Session {
  start: number
  end: number
  content: Accumulator
  /** It is to fire at its end; false when it has, and is kept for late records. */
  waits: boolean
}

/** The sessions of a key by their start: nearly always one. */
interface KeySessions {
  sessions: Session[]
  /** The time of the key's entry in the queue. It may be earlier than need be: the key is put back then. */
  armed: number
}

/**
 * Session windows with their default trigger. Semantics are those of `GeneralWindows`; what is left out are the timers and
 * numbers of a trigger. A session that grows keeps its entry in the queue and is put back when that comes.
 */
export class SessionWindows implements OperatorInstance {
  readonly shape = 'process'
  readonly usesKey = true
  private readonly options: WindowOptions
  private readonly gap: number | ((record: unknown) => number)
  private readonly firing: WindowFiring
  private readonly instance: InstanceContext
  private readonly keys: KeyedTable<KeySessions>
  private readonly due = new DueKeys()
  private watermark = NO_TIMESTAMP
  private arrivals = 0

  constructor(
    options: WindowOptions,
    { gap }: { readonly gap: number | ((record: any) => number) },
    instance: InstanceContext,
  ) {
    this.options = options
    this.gap = gap
    this.firing = new WindowFiring(options.fn, options.keyed, instance)
    this.instance = instance
    this.keys = instance.state.table('windows')
  }

  readonly apply = (record: unknown, recordKey: unknown, time: number, port: number): Iterable<unknown> | undefined => {
    if (time === NO_TIMESTAMP) throw noTimestamp('a window')
    const key = this.options.keyed ? recordKey : NO_KEY
    const end = time + this.gapOf(record)
    const own = this.keys.get(key)
    const touched = own === undefined ? undefined : this.touched(own.sessions, time, end)
    if (touched === undefined) return this.begin(record, key, own, time, end, port)
    const { fn } = this.options
    if (time < touched.start) touched.start = time
    if (end > touched.end) touched.end = end
    this.arrivals++
    fn.add(touched.content, record, port)
    touched.waits = touched.end - 1 > this.watermark
    this.keys.changed(key, own!)
    this.arm(key, own!)
    return touched.waits ? undefined : this.fireNow(touched, key)
  }

  onWatermark(watermark: number): Iterable<unknown> | undefined {
    if (watermark <= this.watermark) return undefined
    this.reach(watermark)
    return this.due.due(watermark) ? this.fireDue(watermark) : undefined
  }

  snapshot(): number {
    return this.watermark
  }

  restore(snapshots: readonly unknown[]): void {
    this.reach(Math.min(...(snapshots as number[])))
  }

  private reach(watermark: number): void {
    this.watermark = watermark
    this.firing.watermark = watermark
  }

  restored(): void {
    for (const [key, own] of this.keys.entries()) {
      own.armed = Number.POSITIVE_INFINITY
      this.arm(key, own)
    }
  }

  private gapOf(record: unknown): number {
    if (typeof this.gap === 'number') return this.gap
    const gap = this.gap(record)
    if (typeof gap === 'number' && gap > 0) return Math.ceil(gap)
    throw new TypeError(
      `the gap of a session must be a number of milliseconds above 0, but the function returned ${String(gap)}`,
    )
  }

  /** The session that a record belongs to, which takes in all others that it touches. */
  private touched(sessions: Session[], start: number, end: number): Session | undefined {
    let found: Session | undefined
    for (let i = 0; i < sessions.length; i++) {
      const session = sessions[i]
      if (start > session.end || end < session.start) continue
      if (found === undefined) {
        found = session
        continue
      }
      found.end = Math.max(found.end, session.end)
      this.options.fn.merge!(found.content, session.content)
      sessions.splice(i--, 1)
    }
    return found
  }

  private begin(
    record: unknown,
    key: unknown,
    given: KeySessions | undefined,
    start: number,
    end: number,
    port: number,
  ): Iterable<unknown> | undefined {
    const { fn, allowedLateness, lateTag } = this.options
    if (end - 1 + allowedLateness <= this.watermark) {
      if (lateTag === undefined) this.instance.lateRecordDropped()
      else this.instance.output.emitSide(lateTag, record, start)
      return undefined
    }
    const session: Session = {
      start,
      end,
      content: fn.begin(record, this.arrivals++, port),
      waits: end - 1 > this.watermark,
    }
    const own = given ?? { sessions: [], armed: Number.POSITIVE_INFINITY }
    let place = own.sessions.length
    while (place > 0 && own.sessions[place - 1].start > start) place--
    if (place === own.sessions.length) own.sessions.push(session)
    else own.sessions.splice(place, 0, session)
    if (given === undefined) this.keys.set(key, own)
    else this.keys.changed(key, own)
    this.arm(key, own)
    return session.waits ? undefined : this.fireNow(session, key)
  }

  private fireNow({ start, end, content }: Session, key: unknown): Iterable<unknown> {
    return this.firing.results(content, key, { start, end }, 0)
  }

  /** Fires sessions in the order of their ends; those that no record can reach any more are dropped. */
  private *fireDue(until: number): Generator<unknown> {
    const { keys, due, firing } = this
    const { fn, allowedLateness } = this.options
    while (due.due(until)) {
      const time = due.next
      for (const key of due.take()) {
        const own = keys.get(key)
        if (own === undefined || own.armed !== time) continue
        own.armed = Number.POSITIVE_INFINITY
        const { sessions } = own
        for (let i = 0; i < sessions.length; i++) {
          const { start, end, content, waits } = sessions[i]
          if (waits && end - 1 <= time) {
            sessions[i].waits = false
            if (fn.many) yield* firing.results(content, key, { start, end }, 0)
            else if (firing.emit(content, key, { start, end }, 0)) yield NOTHING
          }
          if (end - 1 + allowedLateness <= time) sessions.splice(i--, 1)
        }
        if (sessions.length === 0) keys.delete(key)
        else {
          keys.changed(key, own)
          this.arm(key, own)
        }
      }
    }
  }

  /** Sees to it that the key is looked at when the first of its sessions ends, or can be dropped. */
  private arm(key: unknown, own: KeySessions): void {
    const { allowedLateness } = this.options
    let first = Number.POSITIVE_INFINITY
    for (const { end, waits } of own.sessions) {
      const time = waits ? end - 1 : end - 1 + allowedLateness
      if (time < first) first = time
    }
    if (first >= own.armed) return
    own.armed = first
    this.due.add(first, key)
  }
}
