import type { FilterProgress, TapRequest } from '../../control/index.ts'
import { makeFilter, type RawSample, type TapNews, type TapWatch } from '../taps/index.ts'

/** Milliseconds between two deliveries to those who watch. */
const INTERVAL = 100
const SECOND = 1_000

interface Watching {
  readonly watch: TapWatch
  readonly request: TapRequest
  /** By edge: samples that have come since the last delivery, and how many were delivered when. */
  readonly waiting: Map<number, RawSample[]>
  readonly delivered: Map<number, { readonly time: number; readonly count: number }[]>
  /** By thread. */
  readonly progress: Map<number, FilterProgress>
  news: boolean
}

/** Who watches which edges of a job. Threads sample at the full rate, because nobody knows which of them has records. */
export class TapRequests {
  private readonly watching = new Map<number, Watching>()
  private watches = 0
  private number = 0
  private timer: NodeJS.Timeout | undefined

  /**
   * @returns what ends it; false where it has been ended already
   * @throws Error for a filter that is none
   */
  add(request: TapRequest): () => boolean {
    const { edges, perSecond, filter } = request
    if (filter !== undefined) makeFilter(filter)
    const watch: TapWatch = { id: ++this.watches, edges, perSecond, ...(filter ? { filter } : {}) }
    this.watching.set(watch.id, {
      watch,
      request,
      waiting: new Map(),
      delivered: new Map(),
      progress: new Map(),
      news: false,
    })
    return () => this.watching.delete(watch.id)
  }

  /** What the threads are to sample. */
  wanted(): TapWatch[] {
    return [...this.watching.values()].map(({ watch }) => watch)
  }

  told(thread: number, { samples, filters }: TapNews): void {
    for (const sample of samples) {
      const waiting = this.watching.get(sample.watch)?.waiting
      const own = waiting?.get(sample.edgeId)
      if (own === undefined) waiting?.set(sample.edgeId, [sample])
      else own.push(sample)
    }
    for (const [id, progress] of filters) {
      const own = this.watching.get(id)
      own?.progress.set(thread, progress)
      if (own !== undefined) own.news = true
    }
    this.timer ??= setTimeout(() => this.deliver(), INTERVAL).unref()
  }

  /** Tells those who watch what has come, now. */
  deliver(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    const now = performance.now()
    for (const own of this.watching.values()) {
      const chosen = [...own.waiting].flatMap(([edge, samples]) =>
        evenly(samples, room(own, edge, samples.length, now)),
      )
      own.waiting.clear()
      if (chosen.length === 0 && !own.news) continue
      own.news = false
      chosen.sort((a, b) => a.time - b.time)
      own.request.listener(
        chosen.map(({ watch: _, ...sample }) => ({ ...sample, number: ++this.number })),
        own.progress.size === 0 ? undefined : sum([...own.progress.values()]),
      )
    }
  }
}

/** How many of so many samples of an edge may be delivered, which then are. */
function room({ delivered, request }: Watching, edge: number, wanted: number, now: number): number {
  const last = (delivered.get(edge) ?? []).filter(({ time }) => now - time < SECOND)
  const used = last.reduce((total, { count }) => total + count, 0)
  const atOnce = Math.ceil((request.perSecond * INTERVAL) / SECOND)
  const count = Math.min(wanted, atOnce, request.perSecond - used)
  delivered.set(edge, [...last, { time: now, count }])
  return count
}

/** Some of the samples, spread over the time in which they were taken: none of the threads comes first. */
function evenly(samples: readonly RawSample[], count: number): RawSample[] {
  const sorted = samples.toSorted((a, b) => a.time - b.time)
  return Array.from({ length: count }, (_, i) => sorted[Math.floor(((i + 0.5) * sorted.length) / count)])
}

function sum(all: readonly FilterProgress[]): FilterProgress {
  const error = all.find((one) => one.error !== undefined)?.error
  const off = all.find((one) => one.off !== undefined)?.off
  return {
    looked: all.reduce((total, { looked }) => total + looked, 0),
    matched: all.reduce((total, { matched }) => total + matched, 0),
    ...(error === undefined ? {} : { error }),
    ...(off === undefined ? {} : { off }),
  }
}
