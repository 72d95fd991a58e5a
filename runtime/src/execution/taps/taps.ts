import type { FilterProgress } from '../../control/index.ts'
import type { EdgeWatcher } from './edge-watcher.ts'
import type { RawSample, TapNews, TapWatch } from './messages.ts'
import { INTERVAL, ThreadTap } from './thread-tap.ts'

/**
 * Samples of watched edges of one thread. While nobody watches it does nothing, and the loops contain no trace of it:
 * `version` changes with the edges that are watched, which is when tasks exchange their loops.
 */
export class Taps implements EdgeWatcher {
  edges: ReadonlySet<number> = new Set()
  version = 0
  private taps: readonly ThreadTap[] = []
  /** By edge: the taps that still take samples in this interval. */
  private open: (readonly ThreadTap[] | undefined)[] = []
  private timer: NodeJS.Timeout | undefined
  private readonly deliver: (news: TapNews) => void

  constructor(deliver: (news: TapNews) => void) {
    this.deliver = deliver
  }

  watch(watches: readonly TapWatch[]): void {
    this.taps = watches.map((watch) => this.taps.find((tap) => tap.watch.id === watch.id) ?? new ThreadTap(watch))
    const edges = new Set(watches.flatMap((watch) => watch.edges))
    if (edges.size !== this.edges.size || [...edges].some((edge) => !this.edges.has(edge))) {
      this.edges = edges
      this.version++
    }
    this.reopen()
    clearInterval(this.timer)
    this.timer = watches.length === 0 ? undefined : setInterval(() => this.tick(), INTERVAL)
    this.timer?.unref()
  }

  /** Tells what there is, and ends. */
  end(): void {
    this.tick()
    this.watch([])
  }

  /** @param to the instance that gets the record; undefined where that is more than one */
  sample(edgeId: number, instance: number, to: () => number | undefined, record: unknown, key: unknown): void {
    const open = this.open[edgeId]
    if (open === undefined) return
    const left = open.filter((tap) => tap.offer(edgeId, instance, to(), record, key))
    if (left.length < open.length) this.open[edgeId] = left.length === 0 ? undefined : left
  }

  private reopen(): void {
    this.open = []
    for (const edge of this.edges) {
      const open = this.taps.filter((tap) => tap.watch.edges.includes(edge) && tap.open(edge))
      if (open.length > 0) this.open[edge] = open
    }
  }

  private tick(): void {
    const samples: RawSample[] = []
    const filters = new Map<number, FilterProgress>()
    for (const tap of this.taps) {
      const news = tap.tick()
      for (const sample of news.samples) samples.push(sample)
      if (news.progress !== undefined) filters.set(tap.watch.id, news.progress)
    }
    this.reopen()
    if (samples.length > 0 || filters.size > 0) this.deliver({ samples, filters })
  }
}
