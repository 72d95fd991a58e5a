import type { FilterProgress } from '../../control/index.ts'
import { type Candidate, type Filter, makeFilter, TooSlow } from './filter.ts'
import type { RawSample, TapWatch } from './messages.ts'
import { shown } from './shown.ts'

/** Milliseconds between two deliveries of samples. */
export const INTERVAL = 100
/** Milliseconds of an interval that a filter may take. */
const FILTER_TIME = INTERVAL / 10
/** Records that a filter is asked about at once. */
const GROUP = 64

interface Waiting extends Candidate {
  readonly edgeId: number
  readonly instance: number
  readonly to: number | undefined
  readonly time: number
}

/** One watch, in one thread. */
export class ThreadTap {
  readonly watch: TapWatch
  /** Samples that each edge may still give in this interval. */
  private readonly left = new Map<number, number>()
  private readonly perInterval: number
  private readonly filter: Filter | undefined
  /** Milliseconds that the filter may still take; negative after a group that took long. */
  private filterTime = FILTER_TIME
  private group: Waiting[] = []
  private samples: RawSample[] = []
  private looked = 0
  private matched = 0
  private off: string | undefined
  private told = 0

  constructor(watch: TapWatch) {
    this.watch = watch
    this.filter = watch.filter && makeFilter(watch.filter)
    this.perInterval = Math.max(1, Math.ceil((watch.perSecond * INTERVAL) / 1000))
    this.refill()
  }

  /** A record passes. Returns false when the edge is to give no more in this interval. */
  offer(edgeId: number, instance: number, to: number | undefined, record: unknown, key: unknown): boolean {
    const waiting = { edgeId, instance, to, record, key, time: Date.now() }
    if (this.filter === undefined) this.take(waiting)
    else {
      this.group.push(waiting)
      if (this.group.length === GROUP) this.ask(this.filter)
    }
    return this.open(edgeId)
  }

  /** The edge may give samples in this interval. */
  open(edgeId: number): boolean {
    return this.left.get(edgeId)! > 0 && this.filterTime > 0 && this.off === undefined
  }

  /** An interval has passed: what there is to tell. */
  tick(): { readonly samples: readonly RawSample[]; readonly progress?: FilterProgress } {
    if (this.filter !== undefined && this.group.length > 0) this.ask(this.filter)
    this.refill()
    const samples = this.samples.splice(0)
    const news = this.looked + (this.off === undefined ? 0 : 1)
    if (this.filter === undefined || news === this.told) return { samples }
    this.told = news
    const { looked, matched, off } = this
    const { error } = this.filter
    return { samples, progress: { looked, matched, ...(error ? { error } : {}), ...(off ? { off } : {}) } }
  }

  private refill(): void {
    for (const edge of this.watch.edges) this.left.set(edge, this.perInterval)
    this.filterTime = Math.min(FILTER_TIME, this.filterTime + FILTER_TIME)
  }

  private ask(filter: Filter): void {
    const group = this.group.splice(0)
    const before = performance.now()
    try {
      filter.matches(group).forEach((match, i) => {
        this.looked++
        if (!match) return
        this.matched++
        this.take(group[i])
      })
    } catch (error) {
      if (!(error instanceof TooSlow)) throw error
      this.off = error.message
    }
    this.filterTime -= performance.now() - before
  }

  private take({ edgeId, instance, to, record, key, time }: Waiting): void {
    const left = this.left.get(edgeId)!
    if (left === 0) return
    this.left.set(edgeId, left - 1)
    this.samples.push({
      watch: this.watch.id,
      edgeId,
      time,
      instance,
      ...(to === undefined ? {} : { to }),
      ...shown(record),
      ...(key === undefined ? {} : { key: shown(key).text }),
    })
  }
}
