import type { ControlClient, JobMetrics, JobStatus } from 'millrace/control'
import type { LogicalGraph } from 'millrace/graph'
import { MetricsHistory, SAMPLE_MS, type Senders } from './metrics-history.ts'

/** What a job of a run is and does, as far as it has told. */
export interface ObservedJob {
  readonly job: number
  /** As `control`'s `graph` gives it; undefined before the job has been asked. */
  readonly graph?: { readonly logical: unknown; readonly physical: unknown }
  /** The newest metrics, and those before them. */
  readonly latest?: JobMetrics
  readonly before?: JobMetrics
  readonly history: MetricsHistory
}

/** What samples are taken of. */
interface Sampled {
  readonly control: ControlClient | undefined
  readonly statuses: readonly JobStatus[]
  readonly hasEnded: boolean
}

/** Asks a run's jobs for their metrics once a second, and keeps what the views of the panel show of it. */
export class RunMetrics {
  private readonly run: Sampled
  private readonly observed = new Map<number, ObservedJob>()
  private readonly listeners = new Set<(job: number) => void>()
  private timer: NodeJS.Timeout | undefined
  private asking = false

  constructor(run: Sampled) {
    this.run = run
  }

  /** The jobs that have told something. */
  get jobs(): readonly ObservedJob[] {
    return [...this.observed.values()]
  }

  job(job: number): ObservedJob | undefined {
    return this.observed.get(job)
  }

  /** How many records the sources of a job had read when it was last asked. */
  recordsRead(job: number): number | undefined {
    const { graph, latest } = this.observed.get(job) ?? {}
    const { operators, edges } = logicalOf(graph)
    if (!latest || !operators || !edges) return undefined
    const fed = new Set(edges.map(({ target }) => target))
    return latest.instances.reduce(
      (sum, { operatorId, numRecordsOut }) => sum + (fed.has(operatorId) ? 0 : numRecordsOut),
      0,
    )
  }

  /** Takes a sample soon, and goes on as long as the run does. */
  sample(): void {
    if (this.timer === undefined && !this.run.hasEnded) this.timer = setInterval(() => void this.ask(), SAMPLE_MS)
    void this.ask()
  }

  /** Adds what a job has told. */
  add(metrics: JobMetrics): void {
    const { job } = metrics
    const known: ObservedJob = this.observed.get(job) ?? { job, history: new MetricsHistory() }
    known.history.add(metrics, Date.now(), sendersIn(known.graph))
    this.observed.set(job, { ...known, latest: metrics, before: known.latest })
    for (const listener of this.listeners) listener(job)
  }

  /** The run has ended: nothing is asked any more. */
  end(): void {
    clearInterval(this.timer)
    this.timer = undefined
  }

  /** Calls a function after each sample. Returns what ends that. */
  onSample(listener: (job: number) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** One round at a time: a job that does not answer, because a debugger has stopped it, is not asked again. */
  private async ask(): Promise<void> {
    const { control, statuses } = this.run
    if (this.asking || !control) return
    this.asking = true
    try {
      for (const { job, state } of statuses) {
        if (state !== 'running' && state !== 'stopping') continue
        if (this.observed.get(job)?.graph === undefined) {
          const graph = await control.graph(job)
          this.observed.set(job, { history: new MetricsHistory(), ...this.observed.get(job), job, graph })
        }
        this.add(await control.metrics(job))
      }
    } catch {
      // The job has ended meanwhile; it has told its last metrics.
    } finally {
      this.asking = false
    }
  }
}

/** The logical graph that a job has told; nothing of it before. */
export function logicalOf(graph: ObservedJob['graph']): Partial<ReturnType<LogicalGraph['toJSON']>> {
  return (graph?.logical ?? {}) as Partial<ReturnType<LogicalGraph['toJSON']>>
}

/** The operator that sends along each edge. */
export function sendersIn(graph: ObservedJob['graph']): Senders {
  return new Map(logicalOf(graph).edges?.map(({ id, source }) => [id, source]))
}
