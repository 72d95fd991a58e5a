import { durationText } from '../../../shared/index.ts'

/** What of windows can be told from their text; lengths in milliseconds, or records. */
export interface WindowShape {
  readonly factory: string
  readonly size?: number | undefined
  readonly slide?: number | undefined
}

const WIDTH = 248
const LINE = 56
/** Where records come, on the time line. */
const RECORDS = [14, 30, 40, 62, 86, 96, 104, 150, 162, 178, 208, 230]

/** The windows on a time line, with records as dots. */
export function WindowPicture({ factory, size, slide }: WindowShape) {
  const bars = barsOf({ factory, size, slide })
  return (
    <svg
      className="window-picture"
      viewBox={`0 0 ${WIDTH} 72`}
      role="img"
      aria-label={saying({ factory, size, slide })}
    >
      {bars.map(({ from, to, row }) => (
        <rect key={`${from} ${row}`} x={from} y={8 + row * 14} width={to - from} height={10} rx={2} className="bar" />
      ))}
      <line x1={4} x2={WIDTH - 8} y1={LINE} y2={LINE} className="time" />
      <path d={`M ${WIDTH - 12} ${LINE - 3} l 5 3 l -5 3`} className="time" />
      {RECORDS.map((x) => (
        <circle key={x} cx={x} cy={LINE} r={2} className="record" />
      ))}
      <text x={4} y={70}>
        {saying({ factory, size, slide })}
      </text>
    </svg>
  )
}

interface Bar {
  readonly from: number
  readonly to: number
  readonly row: number
}

function barsOf({ factory, size, slide }: WindowShape): Bar[] {
  switch (factory) {
    case 'tumbling':
      return [0, 1, 2, 3].map((i) => ({ from: 6 + i * 58, to: 62 + i * 58, row: 1 }))
    case 'sliding': {
      const step = size && slide ? Math.min(1, Math.max(0.12, slide / size)) : 0.33
      const width = 84
      const bars: Bar[] = []
      for (let i = 0; 6 + i * width * step + width < WIDTH - 8 && i < 12; i++) {
        const from = 6 + i * width * step
        bars.push({ from, to: from + width - 2, row: i % 3 })
      }
      return bars
    }
    case 'session':
      return [
        { from: 8, to: 72, row: 1 },
        { from: 80, to: 112, row: 1 },
        { from: 144, to: 184, row: 1 },
        { from: 202, to: 236, row: 1 },
      ]
    case 'count':
      return [0, 3, 6, 9].map((first) => ({ from: RECORDS[first] - 5, to: RECORDS[first + 2] + 5, row: 1 }))
    default:
      return [{ from: 6, to: WIDTH - 12, row: 1 }]
  }
}

function saying({ factory, size, slide }: WindowShape): string {
  const length = size === undefined ? undefined : durationText(size)
  switch (factory) {
    case 'tumbling':
      return length ? `one after the other, ${length} each` : 'one after the other'
    case 'sliding':
      return length && slide !== undefined ? `${length}, a new one every ${durationText(slide)}` : 'they overlap'
    case 'session':
      return length ? `until nothing comes for ${length}` : 'until nothing comes for a while'
    case 'count':
      return size === undefined ? 'so many records of a key' : `${size} records of a key`
    default:
      return 'one window of everything'
  }
}
