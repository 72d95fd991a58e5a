import { compactNumber, type MetricsUnit, percentText } from '../../shared/index.ts'

const BYTES = ['B', 'kB', 'MB', 'GB', 'TB']
const TIMES: readonly (readonly [name: string, ms: number])[] = [
  ['y', 31_557_600_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
]

/** A value as people read it, with three digits: `12.3K/s`, `1.5 MB/s`, `87 %`, `12.3 s`. */
export function valueText(value: number | null | undefined, unit: MetricsUnit): string {
  if (value === null || value === undefined) return '–'
  switch (unit) {
    case 'records/s':
      return `${compactNumber(value)}/s`
    case 'bytes/s':
      return `${bytesText(value)}/s`
    case 'bytes':
      return bytesText(value)
    case 'share':
      return percentText(value)
    case 'ms':
      return timeText(value)
  }
}

/** `12,345` */
export const countText = (count: number) => count.toLocaleString('en')

export const clockText = (at: number) => new Date(at).toLocaleTimeString()

function bytesText(bytes: number): string {
  const step = Math.min(BYTES.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)))
  return `${digits(bytes / 1000 ** step)} ${BYTES[step]}`
}

function timeText(ms: number): string {
  const [name, size] = TIMES.find(([, size]) => Math.abs(ms) >= size) ?? ['ms', 1]
  return `${digits(ms / size)} ${name}`
}

/** Three digits of a number; of a small one, one behind the point. */
function digits(value: number): number {
  return Math.abs(value) < 10 ? Math.round(value * 10) / 10 : Number(value.toPrecision(3))
}
