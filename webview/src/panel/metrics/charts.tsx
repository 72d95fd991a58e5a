import { type KeyboardEvent, useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { Chart } from './chart.tsx'
import { chartColours, onThemeChange } from './colours.ts'
import { chartsOf } from './lines-of.ts'
import type { MetricsReader } from './metrics-reader.ts'
import { clockText, valueText } from './numbers.ts'

const LONGEST_MS = 10 * 60_000
/** A run that has just begun does not fill a chart from edge to edge. */
const SHORTEST_MS = 30_000

/** All charts of a job, over the same time and with one cursor. */
export function Charts({ reader }: { readonly reader: MetricsReader }) {
  const { samples, told, hidden, pausedAt, cursor } = useStore(reader.store)
  const colours = useColours()
  const operators = told?.operators
  const shown = useMemo(
    () => (pausedAt === undefined ? samples : samples.filter(({ at }) => at <= pausedAt)),
    [samples, pausedAt],
  )
  const times = useMemo(() => shown.map(({ at }) => at), [shown])
  const charts = useMemo(() => chartsOf(shown, operators ?? [], hidden), [shown, operators, hidden])
  if (times.length === 0) {
    const over = told?.run?.endedAt !== undefined
    return (
      <p className="nothing">
        {over ? 'The job was over before anything was measured.' : 'Charts begin when the job has run for a second.'}
      </p>
    )
  }
  const to = Math.max(times.at(-1)!, times[0] + SHORTEST_MS)
  const from = Math.max(times[0], to - LONGEST_MS)
  const onKeyDown = (event: KeyboardEvent) => {
    const at = cursor === undefined ? times.length - 1 : times.indexOf(cursor)
    const next = placeAfter(event.key, at, times.length)
    if (next === undefined) return
    event.preventDefault()
    reader.moveCursor(next === 'newest' ? undefined : times[next])
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: no fields to fill in
    <div
      role="group"
      className="charts"
      aria-label="Charts: arrow keys choose a time"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: keys move the cursor of all charts
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {charts.map((chart) => (
        <Chart
          key={chart.id}
          chart={chart}
          times={times}
          from={from}
          to={to}
          cursor={cursor}
          moveCursor={(time) => reader.moveCursor(time)}
          colours={colours}
          format={(value) => valueText(value, chart.unit)}
        />
      ))}
      <span className="spoken" role="status">
        {cursor === undefined ? '' : `at ${clockText(cursor)}`}
      </span>
    </div>
  )
}

/** Where a key leads from a sample; undefined: nowhere. */
function placeAfter(key: string, at: number, count: number): number | 'newest' | undefined {
  const within = (place: number) => Math.min(count - 1, Math.max(0, place))
  switch (key) {
    case 'ArrowLeft':
      return within(at - 1)
    case 'ArrowRight':
      return within(at + 1)
    case 'PageUp':
      return within(at - 60)
    case 'PageDown':
      return within(at + 60)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    case 'Escape':
      return 'newest'
    default:
      return undefined
  }
}

function useColours() {
  const [colours, setColours] = useState(chartColours)
  useEffect(() => onThemeChange(() => setColours(chartColours())), [])
  return colours
}
