import type {
  ChannelMetrics,
  JobMetrics,
  JobObservation,
  KeptKey,
  KeyedOperator,
  KeyStateEntry,
  TapRequest,
} from '../../control/index.ts'
import type { ExecutionGraph } from '../../graph/index.ts'
import type { JobPlan } from '../job-plan.ts'
import { LatencyMemory } from '../latency-memory.ts'
import type { FromWorker, Observe } from '../workers/messages.ts'
import { ChannelReader } from './channel-metrics.ts'
import { readMetrics } from './job-metrics.ts'
import type { SharedMemory } from './shared-memory.ts'
import { StateQueries } from './state-queries.ts'
import { TapRequests } from './tap-requests.ts'
import { ThreadHeaps } from './thread-heaps.ts'

/** What observation needs of the job. */
export interface ObservedJob {
  readonly plan: JobPlan
  readonly execution: ExecutionGraph
  readonly memory: SharedMemory
  /** Milliseconds since the job started. */
  elapsedMs(): number
  /** Node's id of a thread, and what it is doing. */
  thread(thread: number): { readonly threadId: number | undefined; readonly task: string }
  /** False where the threads have ended. */
  tell(message: Observe, thread?: number): boolean
}

/** What can be seen of a job, for any number of clients. */
export class Observation implements JobObservation {
  private readonly job: ObservedJob
  private readonly heaps: ThreadHeaps
  private readonly channelReader: ChannelReader
  private readonly queries: StateQueries
  private readonly taps = new TapRequests()
  private latencyWatchers = 0
  private latencies: LatencyMemory | undefined

  constructor(job: ObservedJob) {
    this.job = job
    const { plan, execution, memory } = job
    this.heaps = new ThreadHeaps(execution.threads, () => job.tell({ type: 'heap' }))
    this.channelReader = new ChannelReader(plan, execution, memory)
    this.queries = new StateQueries(plan, execution, (thread, message) => void job.tell(message, thread))
  }

  /** Takes what threads tell observers; false if it is something else. */
  obey(message: FromWorker, thread: number): boolean {
    switch (message.type) {
      case 'tapped':
        this.taps.told(thread, message)
        return true
      case 'heap':
        this.heaps.told(thread, message)
        return true
      case 'state':
        this.queries.answered(message)
        return true
      default:
        return false
    }
  }

  /** The job has ended: nothing more will be sampled. */
  end(): void {
    this.heaps.end()
    this.taps.deliver()
  }

  async metrics(): Promise<JobMetrics> {
    await this.heaps.measure()
    return this.totals()
  }

  /** The counters as they are now, with the heaps as they were last told. */
  totals(): JobMetrics {
    const { plan, execution, memory } = this.job
    return readMetrics({
      plan,
      execution,
      memory,
      channels: this.channelReader,
      latencies: this.latencies,
      elapsedMs: this.job.elapsedMs(),
      threads: this.heaps.last.map(({ used, limit }, thread) => ({
        ...this.job.thread(thread),
        heapUsed: used,
        heapLimit: limit,
      })),
    })
  }

  channels(
    edges: readonly number[],
    at?: { readonly operatorId: number; readonly instance: number },
  ): { readonly channels: readonly ChannelMetrics[]; readonly leftOut: number } {
    return this.channelReader.read(edges, at)
  }

  watchLatency(): () => void {
    if (this.latencyWatchers++ === 0) {
      const { chains } = this.job.execution
      const memory = LatencyMemory.memory(chains)
      this.latencies = new LatencyMemory(chains, memory)
      this.job.tell({ type: 'latency', memory })
    }
    return () => {
      if (--this.latencyWatchers > 0) return
      this.latencies = undefined
      this.job.tell({ type: 'latency', memory: undefined })
    }
  }

  tap(request: TapRequest): () => void {
    const known = new Set(this.job.plan.graph.edges.map(({ id }) => id))
    const unknown = request.edges.find((edge) => !known.has(edge))
    if (unknown !== undefined) throw new Error(`the job has no edge ${unknown}`)
    const remove = this.taps.add(request)
    const watch = () => void this.job.tell({ type: 'tap', watches: this.taps.wanted() })
    watch()
    return () => {
      if (remove()) watch()
    }
  }

  queryState(name: string, key: string): Promise<readonly KeyStateEntry[]> {
    return this.queries.query(name, key)
  }

  keyedOperators(): Promise<readonly KeyedOperator[]> {
    return this.queries.keyedOperators()
  }

  stateKeys(operatorId: number, limit: number): Promise<{ readonly keys: readonly KeptKey[]; readonly more: boolean }> {
    return this.queries.keys(operatorId, limit)
  }
}
