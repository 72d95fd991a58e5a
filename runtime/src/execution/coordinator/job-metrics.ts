import type { EdgeMetrics, InstanceMetrics, JobMetrics, WatermarkStatus } from '../../control/index.ts'
import type { ExecutionGraph } from '../../graph/index.ts'
import { FINAL_WATERMARK, NO_TIMESTAMP } from '../../time/index.ts'
import type { JobPlan } from '../job-plan.ts'
import type { LatencyMemory } from '../latency-memory.ts'
import { MetricsMemory, TaskMetric } from '../metrics-memory.ts'
import type { ChannelReader } from './channel-metrics.ts'
import type { SharedMemory } from './shared-memory.ts'

/** Reads all counters of a job. */
export function readMetrics(job: {
  readonly plan: JobPlan
  readonly execution: ExecutionGraph
  readonly memory: SharedMemory
  readonly channels: ChannelReader
  /** While somebody watches latency. */
  readonly latencies: LatencyMemory | undefined
  readonly elapsedMs: number
  readonly threads: JobMetrics['threads']
}): JobMetrics {
  const { plan, execution, memory, channels, latencies, elapsedMs } = job
  const counters = new MetricsMemory(execution, memory.metrics)
  const emitted = new Map<number, number>()
  const instances = execution.instances.map((instance): InstanceMetrics => {
    const { operatorId, index } = instance
    const chain = execution.chains[instance.chain]
    const place = chain.operators.indexOf(operatorId)
    const own = counters.of(chain.id, index)
    emitted.set(operatorId, (emitted.get(operatorId) ?? 0) + own.recordsOut[place])
    const busyTimeMs = own.task[TaskMetric.busy]
    const backPressuredTimeMs = own.task[TaskMetric.backPressured]
    const watermark = own.watermarks[place]
    const latency = plan.sources.has(operatorId) ? undefined : latencies?.read(chain.id, index)
    return {
      operatorId,
      instance: index,
      thread: instance.thread,
      numRecordsIn: own.recordsIn[place],
      numRecordsOut: own.recordsOut[place],
      numRecordsSkipped: own.recordsSkipped[place],
      lateRecordsDropped: own.lateRecordsDropped[place],
      ...(Number.isFinite(watermark) ? { currentInputWatermark: watermark } : {}),
      watermarkStatus: watermarkStatus(watermark, own.idle[place] === 1),
      busyTimeMs,
      backPressuredTimeMs,
      idleTimeMs: Math.max(0, elapsedMs - busyTimeMs - backPressuredTimeMs),
      ...(place === 0 && own.task[TaskMetric.progress] >= 0 ? { progress: own.task[TaskMetric.progress] } : {}),
      ...(latency === undefined ? {} : { latency }),
    }
  })
  const edges = plan.graph.edges.map(({ id, source, output }): EdgeMetrics => {
    const { bytes, fill } = channels.totals(id)
    // What an operator emits is counted as a whole; of side outputs only the channels count.
    const records = output === 'main' ? (emitted.get(source) ?? 0) : channels.recordsOf(id)
    return { edgeId: id, numRecords: records, numBytes: bytes, queueFill: fill }
  })
  return { job: plan.job, elapsedMs, instances, edges, threads: job.threads }
}

/** How many records the sources of a job have read. */
export function recordsRead(execution: ExecutionGraph, graph: JobPlan['graph'], memory: SharedMemory): number {
  const counters = new MetricsMemory(execution, memory.metrics)
  const fed = new Set(graph.edges.map(({ target }) => target))
  return execution.instances.reduce((sum, { operatorId, chain, index }) => {
    if (fed.has(operatorId)) return sum
    const place = execution.chains[chain].operators.indexOf(operatorId)
    return sum + counters.of(chain, index).recordsOut[place]
  }, 0)
}

function watermarkStatus(watermark: number, idle: boolean): WatermarkStatus {
  if (watermark === FINAL_WATERMARK) return 'ended'
  if (idle) return 'idle'
  return watermark === NO_TIMESTAMP ? 'none' : 'active'
}
