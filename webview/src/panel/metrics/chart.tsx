import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import { type ChartColours, dashOf } from './colours.ts'
import type { ChartOf } from './lines-of.ts'
import { Readings } from './readings.tsx'

const HEIGHT = 130
/** Room for the numbers beside a chart, pixels. */
const AXIS = 62

/** Between two times below a chart, milliseconds. */
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 300].map((seconds) => seconds * 1_000)

interface Props {
  readonly chart: ChartOf
  /** Times of the samples, and of the edges of the chart; milliseconds since the epoch. */
  readonly times: readonly number[]
  readonly from: number
  readonly to: number
  readonly cursor: number | undefined
  readonly moveCursor: (time: number | undefined) => void
  readonly colours: ChartColours
  readonly format: (value: number) => string
}

/** One quantity over time, a line for each operator. */
export function Chart({ chart, times, from, to, cursor, moveCursor, colours, format }: Props) {
  const place = useRef<HTMLDivElement>(null)
  const drawn = useRef<uPlot>(undefined)
  const width = useWidth(place)
  const [hovered, setHovered] = useState(false)
  const { title, unit, lines } = chart
  const shape = JSON.stringify(lines.map(({ id, label }) => [id, label]))
  const range = useRef<[number, number]>([from, to])
  range.current = [from, to]
  const sampled = useRef(times)
  sampled.current = times

  useEffect(() => {
    if (width === 0) return
    const axis = {
      stroke: colours.text,
      font: colours.font,
      grid: { stroke: colours.grid, width: 1 },
      ticks: { show: false },
    }
    const plot = new uPlot(
      {
        width,
        height: HEIGHT,
        ms: 1,
        legend: { show: false },
        padding: [10, 8, 0, 0],
        cursor: { y: false, drag: { setScale: false, x: false, y: false }, points: { size: 6 } },
        scales: {
          x: { range: () => range.current },
          y: { range: (_, low, high) => [Math.min(0, low ?? 0), unit === 'share' ? 1 : topOf(high)] },
        },
        axes: [
          { ...axis, size: 24, space: 60, incrs: STEPS, values: (_, splits) => splits.map(clock) },
          { ...axis, size: AXIS, space: 26, values: (_, splits) => splits.map(format) },
        ],
        series: [
          {},
          ...lines.map(({ id, label }) => ({
            label,
            stroke: colours.line(id),
            width: 1.5,
            dash: dashOf(id, colours),
            points: { size: 4 },
          })),
        ],
        hooks: {
          setCursor: [
            ({ cursor: { idx, event } }) => {
              // Where a program has moved it, nobody points.
              if (event) moveCursor(idx === null || idx === undefined ? undefined : sampled.current[idx])
            },
          ],
        },
      },
      dataOf(times, chart),
      place.current!,
    )
    drawn.current = plot
    return () => {
      drawn.current = undefined
      plot.destroy()
    }
  }, [shape, colours, width, unit])

  useEffect(() => drawn.current?.setData(dataOf(times, chart)), [times, chart])

  useEffect(() => {
    const plot = drawn.current
    if (!plot) return
    const left = cursor === undefined ? -10 : plot.valToPos(cursor, 'x')
    if (left < 0) plot.setCursor({ left: -10, top: -10 }, false)
    else plot.setCursor({ left, top: plot.height / 2 }, false)
  }, [cursor, times, shape, colours, width, from, to])

  const at = cursor === undefined ? -1 : times.indexOf(cursor)
  return (
    <figure
      className="chart"
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => {
        setHovered(false)
        moveCursor(undefined)
      }}
    >
      <figcaption>{title}</figcaption>
      <div className="plot" ref={place} />
      {hovered && at >= 0 ? (
        <Readings chart={chart} at={at} time={times[at]} right={times[at] < (from + to) / 2} format={format} />
      ) : null}
    </figure>
  )
}

function dataOf(times: readonly number[], { lines }: ChartOf): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])]
}

/** A little more than the highest value, so that its line is not cut. */
const topOf = (high: number | null) => (high && high > 0 ? high * 1.08 : 1)

const clock = (at: number) =>
  new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

function useWidth(element: React.RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) => setWidth(Math.floor(contentRect.width)))
    observer.observe(element.current!)
    return () => observer.disconnect()
  }, [element])
  return width
}
