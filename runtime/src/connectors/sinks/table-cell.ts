import { formatRecord } from './format-record.ts'

/** Digits behind the decimal point of a number in a table, at most. */
const DECIMALS = 4

/** The text of a value in a table: on one line, numbers with at most four decimals. */
export function tableCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return number(value)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they would move a terminal's cursor
  return formatRecord(value).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
}

function number(value: number): string {
  if (Number.isInteger(value) || !Number.isFinite(value)) return String(value)
  if (Math.abs(value) < 10 ** -DECIMALS || Math.abs(value) >= 1e15) return String(Number(value.toPrecision(DECIMALS)))
  return String(Number(value.toFixed(DECIMALS)))
}

/** The order of two values: numbers, texts, dates and booleans by size; missing ones last. */
export function compareCells(a: unknown, b: unknown): number {
  if (isMissing(a) || isMissing(b)) return Number(isMissing(a)) - Number(isMissing(b))
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : a > b ? 1 : 0
  const [left, right] = [a as number, b as number]
  return left < right ? -1 : left > right ? 1 : 0
}

export function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value)
}
