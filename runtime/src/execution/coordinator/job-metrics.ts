import type { EdgeMetrics, InstanceMetrics, JobMetrics } from '../../control/index.ts'
import type { ExecutionGraph } from '../../graph/index.ts'
import { Credits, channelCapacity } from '../channels/index.ts'
import type { JobPlan } from '../job-plan.ts'
import { MetricsMemory, TaskMetric } from '../metrics-memory.ts'
import type { SharedMemory } from './shared-memory.ts'

/** Reads all counters of a job. */
export function readMetrics(job: {
  readonly plan: JobPlan
  readonly execution: ExecutionGraph
  readonly memory: SharedMemory
  readonly elapsedMs: number
  readonly threads: JobMetrics['threads']
}): JobMetrics {
  const { plan, execution, memory, elapsedMs } = job
  const counters = new MetricsMemory(execution, memory.metrics)
  const emitted = new Map<number, number>()
  const taken = new Map<number, number>()
  const instances = execution.instances.map((instance): InstanceMetrics => {
    const chain = execution.chains[instance.chain]
    const place = chain.operators.indexOf(instance.operatorId)
    const { recordsIn, recordsOut, recordsSkipped, lateRecordsDropped, watermarks, task } = counters.of(
      chain.id,
      instance.index,
    )
    taken.set(instance.operatorId, (taken.get(instance.operatorId) ?? 0) + recordsIn[place])
    emitted.set(instance.operatorId, (emitted.get(instance.operatorId) ?? 0) + recordsOut[place])
    const busyTimeMs = task[TaskMetric.busy]
    const backPressuredTimeMs = task[TaskMetric.backPressured]
    return {
      operatorId: instance.operatorId,
      instance: instance.index,
      thread: instance.thread,
      numRecordsIn: recordsIn[place],
      numRecordsOut: recordsOut[place],
      numRecordsSkipped: recordsSkipped[place],
      lateRecordsDropped: lateRecordsDropped[place],
      ...(Number.isFinite(watermarks[place]) ? { currentInputWatermark: watermarks[place] } : {}),
      busyTimeMs,
      backPressuredTimeMs,
      idleTimeMs: Math.max(0, elapsedMs - busyTimeMs - backPressuredTimeMs),
      ...(place === 0 && task[TaskMetric.progress] >= 0 ? { progress: task[TaskMetric.progress] } : {}),
    }
  })
  return { job: plan.job, elapsedMs, instances, edges: edges(job, emitted, taken), threads: job.threads }
}

function edges(
  job: { plan: JobPlan; execution: ExecutionGraph; memory: SharedMemory },
  emitted: ReadonlyMap<number, number>,
  taken: ReadonlyMap<number, number>,
): EdgeMetrics[] {
  const credits = new Credits(job.memory.credits)
  const fullest = new Map<number, number>()
  const channels = new Map<number, number>()
  for (const { index, edgeId, chained } of job.execution.channels) {
    if (chained) continue
    channels.set(edgeId, (channels.get(edgeId) ?? 0) + 1)
    fullest.set(edgeId, Math.max(fullest.get(edgeId) ?? 0, credits.outstanding(index)))
  }
  const fill = (edgeId: number) =>
    (fullest.get(edgeId) ?? 0) / channelCapacity(job.plan.config.channelCapacity, channels.get(edgeId) ?? 1)
  return job.plan.graph.edges.map((edge) => ({
    edgeId: edge.id,
    // What goes to side outputs is counted where it arrives.
    numRecords: (edge.output === 'main' ? emitted.get(edge.source) : taken.get(edge.target)) ?? 0,
    queueFill: Math.min(1, Math.max(0, fill(edge.id))),
  }))
}
