import { type MetricsOperator, type MetricsSample, type MetricsUnit, quantities } from '../../shared/index.ts'

/** One line of a chart. */
export interface ChartLine {
  /** Which colour and dash it has. */
  readonly id: number
  readonly label: string
  readonly values: readonly (number | null)[]
}

export interface ChartOf {
  readonly id: string
  readonly title: string
  readonly unit: MetricsUnit
  readonly lines: readonly ChartLine[]
}

/** Charts that are left out where all they could show is zero. */
const NOT_ALWAYS = new Set<string>(['bytesOut'])

/** The charts of some samples: one for each quantity that was measured, and one of the threads' heaps. */
export function chartsOf(
  samples: readonly MetricsSample[],
  operators: readonly MetricsOperator[],
  hidden: ReadonlySet<number>,
): ChartOf[] {
  const drawn = operators.flatMap(({ id, name }, index) => (hidden.has(id) ? [] : [{ id, index, label: name }]))
  const charts = quantities.map(({ id: quantity, title, unit }, row): ChartOf => {
    const lines = drawn.map(({ id, index, label }) => ({
      id,
      label,
      values: samples.map(({ values }) => values[row][index]),
    }))
    const measured = lines.filter(({ values }) => values.some((value) => value !== null))
    return { id: quantity, title, unit, lines: measured }
  })
  const threads = Math.max(0, ...samples.map(({ heaps }) => heaps.length))
  const heaps = Array.from({ length: threads }, (_, thread) => ({
    id: thread,
    label: `Thread ${thread}`,
    values: samples.map(({ heaps }) => heaps[thread] ?? null),
  }))
  return [...charts, { id: 'heap', title: 'Heap', unit: 'bytes' as const, lines: heaps }].filter(({ id, lines }) =>
    lines.some(({ values }) => !NOT_ALWAYS.has(id) || values.some((value) => value)),
  )
}
