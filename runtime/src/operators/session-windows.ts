import type { KeyedTable } from '../state/index.ts'
import { NO_TIMESTAMP } from '../time/index.ts'
import { DueKeys } from './due-keys.ts'
import type { InstanceContext, OperatorInstance } from './operator.ts'
import { NOTHING } from './output.ts'
import { noTimestamp, WindowFiring } from './window-firing.ts'
import type { Accumulator } from './window-function.ts'
import { NO_KEY, type WindowOptions, type WindowProgress } from './window-options.ts'

/**
 * One session of a key, and those that the key has beside it, which is nearly always none: plain data. One object for
 * all, because with many keys every further one is a wait for memory.
 */
interface Session {
  start: number
  end: number
  content: Accumulator
  /** It is to fire at its end; false when it has, and is kept for late records. */
  waits: boolean
  /** Of a key's first: the time of the key's entry in the queue. It may be earlier than need be. */
  armed: number
  next: Session | undefined
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
  private readonly keys: KeyedTable<Session>
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
    this.keys = instance.state.table('windows', (first) => shown(first, options))
  }

  readonly apply = (record: unknown, recordKey: unknown, time: number, port: number): Iterable<unknown> | undefined => {
    if (time === NO_TIMESTAMP) throw noTimestamp('a window')
    const key = this.options.keyed ? recordKey : NO_KEY
    const end = time + this.gapOf(record)
    const first = this.keys.get(key)
    const touched = first === undefined ? undefined : this.touched(first, time, end)
    if (touched === undefined) return this.begin(record, key, first, time, end, port)
    if (time < touched.start) touched.start = time
    if (end > touched.end) touched.end = end
    this.arrivals++
    this.options.fn.add(touched.content, record, port)
    const last = touched.end - 1
    touched.waits = last > this.watermark
    this.keys.changed(key, first!)
    if (last < first!.armed) this.arm(key, first!)
    return touched.waits ? undefined : this.fireNow(touched, key)
  }

  onWatermark(watermark: number): Iterable<unknown> | undefined {
    if (watermark <= this.watermark) return undefined
    this.reach(watermark)
    return this.due.due(watermark) ? this.fireDue(watermark) : undefined
  }

  snapshot(): WindowProgress {
    return { watermark: this.watermark, arrivals: this.arrivals }
  }

  restore(snapshots: readonly unknown[]): void {
    const all = snapshots as readonly WindowProgress[]
    this.reach(Math.min(...all.map(({ watermark }) => watermark)))
    this.arrivals = Math.max(...all.map(({ arrivals }) => arrivals))
  }

  private reach(watermark: number): void {
    this.watermark = watermark
    this.firing.watermark = watermark
  }

  restored(): void {
    // As it was: nothing is to be changed here, because a table on disk would lose that.
    for (const [key, { armed }] of this.keys.entries()) this.due.add(armed, key)
  }

  private gapOf(record: unknown): number {
    if (typeof this.gap === 'number') return this.gap
    const gap = this.gap(record)
    if (typeof gap === 'number' && gap > 0 && gap < Number.POSITIVE_INFINITY) return Math.ceil(gap)
    throw new TypeError(
      `the gap of a session must be a number of milliseconds above 0, but the function returned ${String(gap)}`,
    )
  }

  /** The session that a record belongs to, which takes in all others that it touches. */
  private touched(first: Session, start: number, end: number): Session | undefined {
    if (first.next === undefined) return start <= first.end && end >= first.start ? first : undefined
    let found: Session | undefined
    let others: Session[] | undefined
    let before: Session | undefined
    for (let session: Session | undefined = first; session !== undefined; session = session.next) {
      if (start > session.end || end < session.start) {
        before = session
        continue
      }
      if (found === undefined) {
        found = session
        before = session
        continue
      }
      others ??= []
      others.push(session)
      before!.next = session.next
    }
    if (others !== undefined) this.merge(found!, others)
    return found
  }

  /** Puts the others into a session in the order of time, however they came: what joins them need not commute. */
  private merge(session: Session, others: readonly Session[]): void {
    const { merge } = this.options.fn
    const [earliest, ...later] = [session, ...others].sort((a, b) => a.start - b.start)
    const { content, start } = earliest
    for (const other of later) merge!(content, other.content)
    session.content = content
    session.start = start
    session.end = Math.max(session.end, ...others.map(({ end }) => end))
  }

  private begin(
    record: unknown,
    key: unknown,
    first: Session | undefined,
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
      armed: Number.POSITIVE_INFINITY,
      next: undefined,
    }
    if (first === undefined) {
      this.keys.set(key, session)
      this.arm(key, session)
    } else {
      session.next = first.next
      first.next = session
      this.keys.changed(key, first)
      this.arm(key, first)
    }
    return session.waits ? undefined : this.fireNow(session, key)
  }

  private fireNow({ start, end, content }: Session, key: unknown): Iterable<unknown> {
    return this.firing.results(content, key, { start, end }, 0)
  }

  /** Fires sessions in the order of their ends; those that no record can reach any more are dropped. */
  private *fireDue(until: number): Generator<unknown> {
    const { due } = this
    while (due.due(until)) {
      const time = due.next
      for (const key of due.take()) {
        const first = this.keys.get(key)
        if (first === undefined || first.armed !== time) continue
        first.armed = Number.POSITIVE_INFINITY
        // Nearly always it has grown since, and is put back.
        if (first.next !== undefined || first.end - 1 <= time) yield* this.fireKey(first, key, time)
        else {
          this.arm(key, first)
          this.keys.changed(key, first)
        }
      }
    }
  }

  private *fireKey(first: Session, key: unknown, time: number): Generator<unknown> {
    const { firing } = this
    const { fn, allowedLateness } = this.options
    let kept: Session | undefined
    let last: Session | undefined
    for (let session: Session | undefined = first; session !== undefined; session = session.next) {
      const { start, end, content, waits } = session
      if (waits && end - 1 <= time) {
        session.waits = false
        if (fn.many) yield* firing.results(content, key, { start, end }, 0)
        else if (firing.emit(content, key, { start, end }, 0)) yield NOTHING
      }
      if (end - 1 + allowedLateness <= time) continue
      if (last === undefined) kept = session
      else last.next = session
      last = session
    }
    if (last !== undefined) last.next = undefined
    if (kept === undefined) {
      this.keys.delete(key)
      return
    }
    this.keys.set(key, kept)
    this.arm(key, kept)
  }

  /** Sees to it that the key is looked at when the first of its sessions ends, or can be dropped. */
  private arm(key: unknown, first: Session): void {
    const { allowedLateness } = this.options
    let next = Number.POSITIVE_INFINITY
    for (let session: Session | undefined = first; session !== undefined; session = session.next) {
      const time = session.waits ? session.end - 1 : session.end - 1 + allowedLateness
      if (time < next) next = time
    }
    if (next >= first.armed) return
    first.armed = next
    this.due.add(next, key)
  }
}

function shown(first: Session, { fn }: WindowOptions): unknown {
  const sessions: unknown[] = []
  for (let own: Session | undefined = first; own !== undefined; own = own.next) {
    sessions.push({ start: own.start, end: own.end, value: fn.shown(own.content) })
  }
  return sessions
}
