import type { JobMetrics } from 'millrace/control'

/** Time between two samples, milliseconds. */
export const SAMPLE_MS = 1_000
/** How far back the history goes, milliseconds. */
export const HISTORY_MS = 10 * 60 * 1_000
const MOST_POINTS = HISTORY_MS / SAMPLE_MS
const SHORTEST_S = 0.05

/** What one operator's instances did together between two samples. */
export interface OperatorPoint {
  /** Records a second. */
  readonly recordsIn: number
  readonly recordsOut: number
  /** Bytes a second that went to other threads; 0 while it is not known which edges are the operator's. */
  readonly bytesOut: number
  /** Shares of the time of its instances, 0..1. */
  readonly busy: number
  readonly backPressured: number
  /** Milliseconds that the operator's lowest input watermark is behind the clock; absent without watermarks. */
  readonly watermarkLag?: number
  /** Milliseconds from the source to the operator: the instances' highest; absent while nobody measures. */
  readonly latencyP50?: number
  readonly latencyP99?: number
}

/** One sample of a job. */
export interface MetricsPoint {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly operators: ReadonlyMap<number, OperatorPoint>
  /** Used heap of each thread, bytes. */
  readonly heaps: readonly number[]
}

/** The operator at the beginning of each edge, by the edge's id. */
export type Senders = ReadonlyMap<number, number>

/** The samples of the last ten minutes, added up by operator. */
export class MetricsHistory {
  private readonly points: MetricsPoint[] = []
  private dropped = 0
  private last: JobMetrics | undefined
  /** What the last point began with. */
  private before: JobMetrics | undefined

  get all(): readonly MetricsPoint[] {
    return this.points
  }
  /** Number of the oldest point that is kept, of all there were. */
  get first(): number {
    return this.dropped
  }

  /** @param at when the job was asked, milliseconds since the epoch */
  add(metrics: JobMetrics, at: number, senders: Senders = new Map()): void {
    const secondsSince = (then?: JobMetrics) => (metrics.elapsedMs - (then?.elapsedMs ?? 0)) / 1_000
    // The last metrics may come right after a sample. What happened in no time has no rate, and belongs to the point before.
    if (secondsSince(this.last) <= SHORTEST_S) {
      if (this.points.length === 0) return
      this.points.pop()
    } else this.before = this.last
    this.last = metrics
    this.points.push(pointBetween(this.before, metrics, secondsSince(this.before), at, senders))
    const surplus = this.points.length - MOST_POINTS
    if (surplus <= 0) return
    this.points.splice(0, surplus)
    this.dropped += surplus
  }
}

/** What a job did from its start on, on average. */
export function averagePoint(metrics: JobMetrics, at: number, senders: Senders): MetricsPoint {
  return pointBetween(undefined, metrics, Math.max(metrics.elapsedMs, 1) / 1_000, at, senders)
}

function pointBetween(
  before: JobMetrics | undefined,
  metrics: JobMetrics,
  seconds: number,
  at: number,
  senders: Senders,
): MetricsPoint {
  const instances = new Map(before?.instances.map((one) => [`${one.operatorId} ${one.instance}`, one]))
  const sums = new Map<number, Sum>()
  for (const now of metrics.instances) {
    const then = instances.get(`${now.operatorId} ${now.instance}`)
    const sum = sums.get(now.operatorId) ?? newSum()
    sums.set(now.operatorId, sum)
    sum.instances++
    sum.recordsIn += now.numRecordsIn - (then?.numRecordsIn ?? 0)
    sum.recordsOut += now.numRecordsOut - (then?.numRecordsOut ?? 0)
    sum.busyMs += now.busyTimeMs - (then?.busyTimeMs ?? 0)
    sum.backPressuredMs += now.backPressuredTimeMs - (then?.backPressuredTimeMs ?? 0)
    if (now.latency) {
      sum.latencyP50 = Math.max(sum.latencyP50, now.latency.p50)
      sum.latencyP99 = Math.max(sum.latencyP99, now.latency.p99)
    }
    if (now.currentInputWatermark !== undefined) sum.watermark = Math.min(sum.watermark, now.currentInputWatermark)
  }
  const bytes = new Map(before?.edges.map(({ edgeId, numBytes }) => [edgeId, numBytes]))
  for (const { edgeId, numBytes } of metrics.edges) {
    const sum = sums.get(senders.get(edgeId) ?? -1)
    if (sum) sum.bytesOut += numBytes - (bytes.get(edgeId) ?? 0)
  }
  const operators = new Map([...sums].map(([id, sum]) => [id, pointOf(sum, seconds, at)]))
  return { at, operators, heaps: metrics.threads.map(({ heapUsed }) => heapUsed) }
}

interface Sum {
  instances: number
  recordsIn: number
  recordsOut: number
  bytesOut: number
  busyMs: number
  backPressuredMs: number
  watermark: number
  latencyP50: number
  latencyP99: number
}

const newSum = (): Sum => ({
  instances: 0,
  recordsIn: 0,
  recordsOut: 0,
  bytesOut: 0,
  busyMs: 0,
  backPressuredMs: 0,
  watermark: Number.POSITIVE_INFINITY,
  latencyP50: -1,
  latencyP99: -1,
})

function pointOf(sum: Sum, seconds: number, at: number): OperatorPoint {
  const share = (ms: number) => Math.min(1, ms / (seconds * 1_000 * sum.instances))
  return {
    recordsIn: sum.recordsIn / seconds,
    recordsOut: sum.recordsOut / seconds,
    bytesOut: sum.bytesOut / seconds,
    busy: share(sum.busyMs),
    backPressured: share(sum.backPressuredMs),
    ...(sum.latencyP99 < 0 ? {} : { latencyP50: sum.latencyP50, latencyP99: sum.latencyP99 }),
    ...(Number.isFinite(sum.watermark) ? { watermarkLag: at - sum.watermark } : {}),
  }
}
