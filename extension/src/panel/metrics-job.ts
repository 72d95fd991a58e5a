import type { JobStatus } from 'millrace/control'
import { type MetricsOperator, type MetricsSample, type MetricsValues, quantities } from 'millrace-webview/shared'
import { averagePoint, logicalOf, type MetricsPoint, type ObservedJob, sendersIn } from '../run/index.ts'

/** The operators of a job, in the order of its graph, with all the records that it has reported. */
export function operatorsOf({ graph, latest }: ObservedJob): MetricsOperator[] {
  const sums = new Map<number, { recordsIn: number; recordsOut: number }>()
  for (const { operatorId, numRecordsIn, numRecordsOut } of latest?.instances ?? []) {
    const sum = sums.get(operatorId) ?? { recordsIn: 0, recordsOut: 0 }
    sums.set(operatorId, sum)
    sum.recordsIn += numRecordsIn
    sum.recordsOut += numRecordsOut
  }
  // A job can be over before it was asked what its operators are called.
  const named = logicalOf(graph).operators ?? [...sums.keys()].map((id) => ({ id, name: `Operator ${id}` }))
  return named.map(({ id, name }) => ({ id, name, recordsIn: 0, recordsOut: 0, ...sums.get(id) }))
}

/** A point of the history as the view gets it. */
export function sampleOf({ at, operators, heaps }: MetricsPoint, order: readonly MetricsOperator[]): MetricsSample {
  const values = quantities.map(({ id: quantity }) => order.map(({ id }) => operators.get(id)?.[quantity] ?? null))
  return { at, values, heaps }
}

/** What a job did on average, once it has ended. */
export function averageOf(
  { graph, latest }: ObservedJob,
  order: readonly MetricsOperator[],
): MetricsValues | undefined {
  return latest && sampleOf(averagePoint(latest, Date.now(), sendersIn(graph)), order).values
}

/** Whether a job can be asked. */
export const isActive = ({ state }: Pick<JobStatus, 'state'>) => state === 'running' || state === 'stopping'

/** A row for each operator and second, with the units of all columns in the first row. */
export function metricsCsv(observed: ObservedJob): string {
  const operators = operatorsOf(observed)
  const points = observed.history.all
  const threads = Math.max(0, ...points.map(({ heaps }) => heaps.length))
  const heaps = Array.from({ length: threads }, (_, thread) => `heap of thread ${thread} (bytes)`)
  const columns = quantities.map(({ title, unit }) => `${title.toLowerCase()} (${unit})`)
  const rows = [['time (ISO 8601)', 'operator id', 'operator', ...columns, ...heaps]]
  for (const point of points) {
    const { at, values, heaps } = sampleOf(point, operators)
    operators.forEach(({ id, name }, index) => {
      const measured = values.map((list) => list[index])
      rows.push([
        new Date(at).toISOString(),
        `${id}`,
        name,
        ...[...measured, ...heaps].map((value) => `${value ?? ''}`),
      ])
    })
  }
  return rows.map((row) => `${row.map(quoted).join(',')}\r\n`).join('')
}

const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
