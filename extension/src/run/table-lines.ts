import type { OutputLine, TableContent } from 'millrace/control'

const NUMBER = /^-?[\d,._]+(e[+-]?\d+)?n?$/i

/** The content of a `table` sink as lines, under its name; numbers stand on the right of their column. */
export function tableLines({ name, columns, rows }: TableContent): OutputLine[] {
  const widths = columns.map((column, at) => Math.max(column.length, ...rows.map((row) => row[at]?.length ?? 0)))
  const right = columns.map((_, at) => rows.length > 0 && rows.every((row) => NUMBER.test(row[at] ?? '')))
  const line = (cells: readonly string[]): OutputLine => {
    const padded = cells.map((cell, at) => (right[at] ? cell.padStart(widths[at]) : cell.padEnd(widths[at])))
    return { text: padded.join('  ').trimEnd(), stream: 'stdout' }
  }
  const rule = line(widths.map((width) => '─'.repeat(width)))
  return [{ text: name, stream: 'stdout' }, line(columns), rule, ...rows.map(line)]
}
