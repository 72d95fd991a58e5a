import type { JobMetrics } from '../control/index.ts'
import { alignColumns } from './text-width.ts'

/** What the progress shows of the logical graph. */
export interface GraphShape {
  readonly operators: readonly { readonly id: number; readonly name: string; readonly parallelism: number }[]
  readonly edges: readonly { readonly id: number; readonly target: number }[]
}

interface Totals {
  in: number
  out: number
  skipped: number
  /** Sum and number of the instances that know how far they are. */
  progress: number
  knowing: number
}

/**
 * One line per operator from two measurements: records in and out per second between them, how full the fullest
 * channel into it is, and how far its source has come.
 */
export function progressLines(graph: GraphShape, now: JobMetrics, before: JobMetrics | undefined): string[] {
  const seconds = (now.elapsedMs - (before?.elapsedMs ?? 0)) / 1000
  const current = totals(now)
  const previous = before ? totals(before) : new Map<number, Totals>()
  const fill = new Map<number, number>()
  const targets = new Map(graph.edges.map((edge) => [edge.id, edge.target]))
  for (const edge of now.edges) {
    const target = targets.get(edge.edgeId)
    if (target !== undefined) fill.set(target, Math.max(fill.get(target) ?? 0, edge.queueFill))
  }
  const rows = graph.operators.map(({ id, name, parallelism }) => {
    const is = current.get(id)
    const was = previous.get(id)
    const rate = (field: 'in' | 'out') =>
      perSecond(((is?.[field] ?? 0) - (was?.[field] ?? 0)) / Math.max(seconds, 0.001))
    const done = is && is.knowing > 0 ? `${Math.floor((is.progress / is.knowing) * 100)} % done` : ''
    const queue = `queue ${Math.round((fill.get(id) ?? 0) * 100)} %`
    const skipped = is && is.skipped > 0 ? `${is.skipped.toLocaleString('en')} skipped` : ''
    return [
      parallelism > 1 ? `${name} x${parallelism}` : name,
      `in ${rate('in')}`,
      `out ${rate('out')}`,
      queue,
      done,
      skipped,
    ]
  })
  return alignColumns(rows, false)
}

function totals({ instances }: JobMetrics): Map<number, Totals> {
  const all = new Map<number, Totals>()
  for (const instance of instances) {
    const sum = all.get(instance.operatorId) ?? { in: 0, out: 0, skipped: 0, progress: 0, knowing: 0 }
    all.set(instance.operatorId, sum)
    sum.in += instance.numRecordsIn
    sum.out += instance.numRecordsOut
    sum.skipped += instance.numRecordsSkipped
    if (instance.progress === undefined) continue
    sum.progress += instance.progress
    sum.knowing++
  }
  return all
}

function perSecond(rate: number): string {
  const [unit, divisor] = rate >= 1e6 ? [' M/s', 1e6] : rate >= 1e4 ? [' k/s', 1e3] : ['/s', 1]
  const scaled = rate / divisor
  return `${scaled >= 100 || divisor === 1 ? Math.round(scaled) : scaled.toFixed(1)}${unit}`.padStart(8)
}
