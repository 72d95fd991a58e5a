import type { ShownGraphs, ShownJob } from '../../../extension/src/panel/graph-source.ts'
import { jobOfText } from '../../../extension/src/panel/graph-source.ts'
import type { ChannelMetrics, JobMetrics } from '../../../runtime/src/control/index.ts'
import { LogicalGraph, type StrategyName } from '../../../runtime/src/graph/index.ts'

export interface OperatorPlan {
  readonly name: string
  readonly parallelism: number
  /** Index of an operator before it, and how its records come. */
  readonly reads?: readonly (readonly [from: number, strategy: StrategyName])[]
}

export function jobOf(plan: readonly OperatorPlan[], threads: number, job = 0, name = 'job'): ShownJob {
  const graph = new LogicalGraph()
  const read = new Set(plan.flatMap(({ reads = [] }) => reads.map(([from]) => from)))
  for (const [id, { name, parallelism, reads }] of plan.entries()) {
    const kind = reads === undefined ? 'source' : read.has(id) ? 'map' : 'sink'
    graph.addOperator({
      ...{ id, kind, name, parallelism },
      ...{ parallelismOrigin: 'operator', slotGroup: 'default', onError: 'fail' },
    })
  }
  for (const [target, { reads = [] }] of plan.entries()) {
    for (const [source, strategy] of reads) {
      graph.addEdge({ source, target, output: 'main', port: 0, strategy, written: true })
    }
  }
  return jobOfText({ job, name }, graph, { threads })
}

/**
 * A running job as its process would report it: every source emits a hundred thousand records a second, the first
 * instance of each operator gets twice its share, and the third operator holds up what is before it.
 */
export function running(job: ShownJob): ShownGraphs {
  const { execution, logical } = job
  let ms = 0
  const share = (index: number, parallelism: number) =>
    parallelism === 1 ? 1 : index === 0 ? 2 / (parallelism + 1) : 1 / (parallelism + 1)
  return {
    ...{ file: 'job.flow.ts', of: 'run', jobs: [job] },
    async metrics(): Promise<JobMetrics> {
      ms += 1000
      const records = ms * 100
      return {
        job: job.job,
        elapsedMs: ms,
        instances: execution!.instances.map(({ operatorId, index, thread }) => {
          const { parallelism, kind } = logical!.operator(operatorId)
          const own = Math.round(records * share(index, parallelism))
          const [busy, held] = operatorId < 2 ? [0.3, 0.6] : operatorId === 2 ? [0.95, 0] : [0.2, 0.02]
          return {
            ...{ operatorId, instance: index, thread },
            ...{ numRecordsIn: kind === 'source' ? 0 : own, numRecordsOut: kind === 'sink' ? 0 : own },
            ...{ numRecordsSkipped: 0, lateRecordsDropped: 0, watermarkStatus: 'none' as const },
            ...{ busyTimeMs: busy * ms, backPressuredTimeMs: held * ms, idleTimeMs: (1 - busy - held) * ms },
          }
        }),
        edges: logical!.edges.map(({ id, target }) => ({
          ...{
            edgeId: id,
            numRecords: records,
            numBytes: 0,
            queueFill: target === 2 ? 0.9 : target === 3 ? 0.3 : 0.02,
          },
        })),
        threads: [],
      }
    },
    async channels(_, edges, at): Promise<{ channels: ChannelMetrics[] }> {
      const asked = new Set(edges)
      const channels = execution!.channels.flatMap(({ edgeId, from, to }) => {
        if (!asked.has(edgeId)) return []
        const { target } = logical!.edge(edgeId)
        const [source, sink] = [execution!.instances[from], execution!.instances[to]]
        const is = (end: typeof source) => end.operatorId === at?.operatorId && end.index === at?.instance
        if (at && !is(source) && !is(sink)) return []
        const fill = target === 2 ? (sink.index === 0 ? 0.9 : 0.35) : 0.02
        const numRecords = Math.round(ms * 100 * share(source.index, logical!.operator(source.operatorId).parallelism))
        return [{ edgeId, from: source.index, to: sink.index, numRecords, numBytes: 0, queueFill: fill }]
      })
      return { channels }
    },
  }
}

export const wordCount: readonly OperatorPlan[] = [
  { name: 'Lines', parallelism: 1 },
  { name: 'Words', parallelism: 2, reads: [[0, 'RoundRobin']] },
  { name: 'Count', parallelism: 2, reads: [[1, 'ShuffleByKey']] },
  { name: 'Print', parallelism: 2, reads: [[2, 'Forward']] },
]

/** A fork and a join of middling size. */
export const orders: readonly OperatorPlan[] = [
  { name: 'Orders', parallelism: 1 },
  { name: 'Parse', parallelism: 8, reads: [[0, 'RoundRobin']] },
  { name: 'By customer', parallelism: 16, reads: [[1, 'ShuffleByKey']] },
  { name: 'Customers', parallelism: 4 },
  {
    name: 'Enrich',
    parallelism: 16,
    reads: [
      [2, 'Forward'],
      [3, 'Broadcast'],
    ],
  },
  { name: 'Alerts', parallelism: 2, reads: [[1, 'Rescale']] },
  {
    name: 'Totals',
    parallelism: 8,
    reads: [
      [4, 'ShuffleByKey'],
      [1, 'Shuffle'],
    ],
  },
  { name: 'Write', parallelism: 8, reads: [[6, 'Forward']] },
]

/** 2,000 instances; 250 x 250 channels between some, more than 100,000 in all. */
export const huge: readonly OperatorPlan[] = [
  { name: 'Events', parallelism: 250 },
  { name: 'Parse', parallelism: 250, reads: [[0, 'Rescale']] },
  { name: 'Sessions', parallelism: 250, reads: [[1, 'ShuffleByKey']] },
  { name: 'Score', parallelism: 250, reads: [[2, 'Rescale']] },
  { name: 'Rules', parallelism: 250 },
  {
    name: 'Match',
    parallelism: 250,
    reads: [
      [3, 'Shuffle'],
      [4, 'Rescale'],
    ],
  },
  { name: 'Archive', parallelism: 250, reads: [[1, 'Rescale']] },
  { name: 'Alerts', parallelism: 250, reads: [[5, 'Rescale']] },
]
