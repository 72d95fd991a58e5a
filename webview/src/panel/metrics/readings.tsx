import { COLOURS } from './colours.ts'
import type { ChartOf } from './lines-of.ts'
import { clockText } from './numbers.ts'

/** More lines than these are counted. */
const MOST = 12

interface Props {
  readonly chart: ChartOf
  /** Index of the sample, and its time. */
  readonly at: number
  readonly time: number
  /** Whether they stand at the right side of the chart, since the pointer is at the left. */
  readonly right: boolean
  readonly format: (value: number) => string
}

/** Over a chart: what all of its lines were worth at a time, the highest first. */
export function Readings({ chart: { lines }, at, time, right, format }: Props) {
  const known = lines
    .flatMap(({ id, label, values }) => (values[at] === null ? [] : [{ id, label, value: values[at] }]))
    .sort((a, b) => b.value - a.value)
  return (
    <div className={right ? 'readings right' : 'readings'} aria-hidden="true">
      <span className="time">{clockText(time)}</span>
      {known.slice(0, MOST).map(({ id, label, value }) => (
        <span key={id} className={`reading colour-${id % COLOURS}`}>
          <span className="label">{label}</span>
          <span className="value">{format(value)}</span>
        </span>
      ))}
      {known.length > MOST ? <span className="time">{`and ${known.length - MOST} more`}</span> : null}
    </div>
  )
}
