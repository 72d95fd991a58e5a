import TinyQueue from 'tinyqueue'
import { groupRange, keyGroup } from '../partitioning/index.ts'
import { HeapTable, type KeyedTable, type NamespacedTables } from '../state/index.ts'
import { FINAL_WATERMARK, NO_TIMESTAMP, windowStart } from '../time/index.ts'
import type { InstanceContext, OperatorInstance } from './operator.ts'
import { NOTHING } from './output.ts'
import { SliceIndex } from './slice-index.ts'
import { noTimestamp, WindowFiring } from './window-firing.ts'
import type { Accumulator, WindowFunction } from './window-function.ts'
import { NO_KEY, type WindowOptions, type WindowProgress } from './window-options.ts'

/** How far an instance was when its state was saved; the key groups it had. */
interface Progress extends WindowProgress {
  readonly first: number
  readonly last: number
}

/**
 * Tumbling and sliding windows with their default trigger. Records are collected by slices, the longest pieces of time
 * that lie in the same windows, a table per slice: a record costs one look-up however many windows it is in, and a window
 * that fires puts its slices together. For tumbling windows slice and window are the same.
 *
 * Semantics are those of `GeneralWindows` (Flink's `WindowOperator`).
 */
export class AlignedWindows implements OperatorInstance {
  readonly shape = 'process'
  readonly usesKey = true
  private readonly fn: WindowFunction
  private readonly firing: WindowFiring
  private readonly instance: InstanceContext
  private readonly size: number
  private readonly slide: number
  private readonly offset: number
  private readonly slice: number
  private readonly lateness: number
  private readonly lateTag: string | undefined
  private readonly keyed: boolean
  private readonly processing: boolean
  /** By the end of the slice. */
  private readonly slices: NamespacedTables<Accumulator>
  /** Ends of windows that are to fire, and the same for looking them up. */
  private readonly pending = new TinyQueue<number>()
  private readonly isPending = new Set<number>()
  /** Ends of slices that exist, in order: when they can be dropped. */
  private readonly kept = new TinyQueue<number>()
  /** The watermark, or how far processing time has been dealt with. */
  private watermark = NO_TIMESTAMP
  private arrivals = 0
  /** The slice of the last record: all its windows are still to fire until `currentSafe` has passed. */
  private current: KeyedTable<Accumulator> | undefined
  private currentStart = 0
  private currentSafe = NO_TIMESTAMP
  /** Where windows have several slices. */
  private readonly index: SliceIndex | undefined
  /** Where instances differed in how far they were when their state was saved. */
  private uneven: readonly Progress[] = []

  constructor(
    { assigner, fn, allowedLateness, lateTag, keyed }: WindowOptions,
    { size, slide, offset, time }: { size: number; slide: number; offset: number; time: 'event' | 'processing' },
    instance: InstanceContext,
  ) {
    this.fn = fn
    this.firing = new WindowFiring(fn, keyed, instance)
    this.instance = instance
    this.size = size
    this.slide = slide
    this.offset = offset
    this.slice = assigner.kind === 'tumbling' ? size : greatestCommonDivisor(size, slide)
    this.lateness = time === 'processing' ? 0 : allowedLateness
    this.lateTag = lateTag
    this.keyed = keyed
    this.processing = time === 'processing'
    this.slices = instance.state.namespaced('slices', fn.shown)
    if (this.slice < size) this.index = new SliceIndex(fn)
    if (this.processing) {
      this.nextProcessingTime = () => (this.pending.length === 0 ? Number.POSITIVE_INFINITY : this.pending.peek()! - 1)
      this.onProcessingTime = (now) => this.advance(now)
      this.onEndOfProcessingTime = () => this.advance(FINAL_WATERMARK)
      this.onWatermark = (watermark) => {
        this.firing.watermark = watermark
        return undefined
      }
    } else {
      this.onWatermark = (watermark) => {
        this.firing.watermark = Math.max(watermark, this.watermark)
        return this.advance(watermark)
      }
    }
  }

  onWatermark?: (watermark: number) => Iterable<unknown> | undefined
  nextProcessingTime?: () => number
  onProcessingTime?: (now: number) => Iterable<unknown> | undefined
  onEndOfProcessingTime?: () => Iterable<unknown> | undefined

  readonly apply = (
    record: unknown,
    recordKey: unknown,
    timestamp: number,
    port = 0,
  ): Iterable<unknown> | undefined => {
    const key = this.keyed ? recordKey : NO_KEY
    // A clock that was set back must not bring windows back.
    const time = this.processing ? Math.max(this.instance.clock.now(), this.watermark + 1) : timestamp
    if (this.watermark < this.currentSafe && time >= this.currentStart && time < this.currentStart + this.slice) {
      this.add(this.current!, key, record, port)
      return undefined
    }
    return this.elsewhere(record, key, time, port)
  }

  snapshot(): Progress {
    const [first, last] = this.groups()
    return { watermark: this.watermark, arrivals: this.arrivals, first, last }
  }

  restore(snapshots: readonly unknown[]): void {
    const all = snapshots as readonly Progress[]
    const [first, last] = this.groups()
    this.arrivals = Math.max(...all.map(({ arrivals }) => arrivals))
    const own = all.filter((other) => other.first <= last && other.last >= first)
    if (own.length === 0) return
    this.watermark = Math.min(...own.map(({ watermark }) => watermark))
    this.uneven = own.some(({ watermark }) => watermark !== this.watermark) ? own : []
  }

  restored(): void {
    for (const end of this.slices.namespaces()) {
      this.kept.push(end)
      for (const window of this.windowsOf(end - this.slice)) this.await(window)
    }
  }

  private groups(): readonly [number, number] {
    const { instance, maxParallelism, parallelism } = this.instance
    return groupRange(instance, maxParallelism, parallelism)
  }

  private add(table: KeyedTable<Accumulator>, key: unknown, record: unknown, port: number): void {
    const own = table.get(key)
    const arrival = this.arrivals++
    if (own === undefined) {
      table.set(key, this.fn.begin(record, arrival, port))
      this.index?.added(this.currentStart + this.slice)
    } else {
      this.fn.add(own, record, port)
      table.changed(key, own)
    }
  }

  /** A record that is not in the slice of the one before it, or in one of which windows have fired. */
  private elsewhere(record: unknown, key: unknown, time: number, port: number): Iterable<unknown> | undefined {
    if (time === NO_TIMESTAMP) throw noTimestamp('a window')
    const start = windowStart(time, this.slice, this.offset)
    const windows = this.windowsOf(start)
    // Between windows whose slide is larger than their size.
    if (windows.length === 0) return undefined
    const open = windows.filter((end) => end - 1 + this.lateness > this.watermark)
    if (open.length === 0) {
      if (this.lateTag === undefined) this.instance.lateRecordDropped()
      else this.instance.output.emitSide(this.lateTag, record, time)
      return undefined
    }
    const end = start + this.slice
    if (!this.slices.has(end)) this.kept.push(end)
    const table = this.slices.of(end)
    for (const window of open) this.await(window)
    this.current = table
    this.currentStart = start
    this.currentSafe = windows[0] - 1
    this.add(table, key, record, port)
    const fired = open.filter((window) => window - 1 <= this.watermark)
    return fired.length === 0 ? undefined : this.fireLate(fired, key)
  }

  /** Windows that have fired already do so again, with all they have now. */
  private *fireLate(ends: readonly number[], key: unknown): Generator<unknown> {
    for (const end of ends) {
      const accumulator = this.ofKey(end, key)
      if (accumulator !== undefined) yield* this.firing.results(accumulator, key, { start: end - this.size, end }, 0)
    }
  }

  private ofKey(end: number, key: unknown): Accumulator | undefined {
    let merged: Accumulator | undefined
    let copied = false
    for (const { table } of this.slicesOf(end)) {
      const own = table.get(key)
      if (own === undefined) continue
      if (merged === undefined) merged = own
      else {
        if (!copied) merged = this.fn.copy!(merged)
        copied = true
        this.fn.merge!(merged, own)
      }
    }
    return merged
  }

  /** Fires what is due up to a time, then drops what no record can reach any more. */
  private advance(time: number): Iterable<unknown> | undefined {
    if (time <= this.watermark) return undefined
    this.watermark = time
    if (this.pending.length === 0 || this.pending.peek()! - 1 > time) {
      this.drop()
      return undefined
    }
    return this.fireDue()
  }

  private *fireDue(): Generator<unknown> {
    const due: number[] = []
    while (this.pending.length > 0 && this.pending.peek()! - 1 <= this.watermark) {
      const end = this.pending.pop()!
      this.isPending.delete(end)
      due.push(end)
    }
    for (const end of due) yield* this.fire(end)
    this.drop()
  }

  private *fire(end: number): Generator<unknown> {
    const { firing, fn } = this
    const uneven = this.uneven.length > 0
    const window = { start: end - this.size, end }
    for (const [key, content] of this.contents(end)) {
      if (uneven && this.firedBefore(key, end)) continue
      if (fn.many) yield* firing.results(content, key, window, 0)
      else if (firing.emit(content, key, window, 0)) yield NOTHING
    }
  }

  /** What a window has of each key. */
  private contents(end: number): Iterable<[key: unknown, Accumulator]> {
    const slices = this.slicesOf(end)
    if (this.index !== undefined && slices.every(({ table }) => table instanceof HeapTable)) {
      return this.index.window(end - this.size, slices)
    }
    return slices.length === 1 ? slices[0].table.entries() : this.lookedUp(slices.map(({ table }) => table))
  }

  /** Each key at the first slice that has it, with what is found in the others. */
  private *lookedUp(tables: readonly KeyedTable<Accumulator>[]): Generator<[key: unknown, Accumulator]> {
    const { fn } = this
    for (let place = 0; place < tables.length; place++) {
      for (const [key, own] of tables[place].entries()) {
        if (has(tables, place, key)) continue
        let merged: Accumulator | undefined
        for (let later = place + 1; later < tables.length; later++) {
          const other = tables[later].get(key)
          if (other === undefined) continue
          merged ??= fn.copy!(own)
          fn.merge!(merged, other)
        }
        yield [key, merged ?? own]
      }
    }
  }

  /** Whether the instance that had the key before had fired the window, while others had not. */
  private firedBefore(key: unknown, end: number): boolean {
    if (this.uneven.length === 0) return false
    const group = keyGroup(key, this.instance.maxParallelism)
    const owner = this.uneven.find(({ first, last }) => group >= first && group <= last)
    return owner !== undefined && owner.watermark >= end - 1
  }

  private drop(): void {
    this.dropSlices()
    if (this.pending.length === 0) this.index?.clear()
  }

  private dropSlices(): void {
    while (this.kept.length > 0) {
      const end = this.kept.peek()!
      const start = end - this.slice
      const lastWindow = windowStart(start, this.slide, this.offset) + this.size
      if (lastWindow - 1 + this.lateness > this.watermark) return
      this.kept.pop()
      this.slices.drop(end)
      if (start === this.currentStart) {
        this.current = undefined
        this.currentSafe = NO_TIMESTAMP
      }
    }
  }

  private await(end: number): void {
    if (end - 1 <= this.watermark || this.isPending.has(end)) return
    this.isPending.add(end)
    this.pending.push(end)
  }

  /** Ends of the windows that a slice is in, ascending. */
  private windowsOf(sliceStart: number): number[] {
    const ends: number[] = []
    for (
      let start = windowStart(sliceStart, this.slide, this.offset);
      start > sliceStart - this.size;
      start -= this.slide
    )
      ends.push(start + this.size)
    return ends.reverse()
  }

  /** The slices of a window that exist, ascending. */
  private slicesOf(window: number): { readonly end: number; readonly table: KeyedTable<Accumulator> }[] {
    const found: { readonly end: number; readonly table: KeyedTable<Accumulator> }[] = []
    for (let end = window - this.size + this.slice; end <= window; end += this.slice) {
      if (this.slices.has(end)) found.push({ end, table: this.slices.of(end) })
    }
    return found
  }
}

/** Whether `AlignedWindows` can do what is asked for; otherwise `GeneralWindows` does. */
export function alignment({ assigner, trigger, fn }: WindowOptions) {
  if (trigger !== undefined) return undefined
  if (assigner.kind === 'tumbling') return { ...assigner, slide: assigner.size }
  if (assigner.kind !== 'sliding' || !fn.merge || !fn.copy || !fn.orderFree) return undefined
  // Many thin slices would cost more than they save.
  return assigner.size / greatestCommonDivisor(assigner.size, assigner.slide) <= MOST_SLICES ? assigner : undefined
}

/** Whether one of the first `count` tables has the key. */
function has(tables: readonly KeyedTable<Accumulator>[], count: number, key: unknown): boolean {
  for (let place = 0; place < count; place++) if (tables[place].get(key) !== undefined) return true
  return false
}

const MOST_SLICES = 1_000

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
