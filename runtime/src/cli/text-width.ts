import truncatedWidth from 'fast-string-truncated-width'

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  return truncatedWidth(text).width
}

/** Cuts a text to a number of columns, with an ellipsis where something is missing. */
export function truncate(text: string, columns: number): string {
  const { index, ellipsed } = truncatedWidth(text, { limit: columns, ellipsis: '…' })
  return `${text.slice(0, index)}${ellipsed ? '…' : ''}`
}

/** Fills up to a number of columns, with the text at the left or at the right. */
export function pad(text: string, columns: number, side: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, columns - widthOf(text)))
  return side === 'left' ? text + space : space + text
}

/** Rows of cells as lines, two spaces apart; columns of which every cell is a number stand at the right. */
export function alignColumns(rows: readonly (readonly string[])[], heading: boolean): string[] {
  const columns = rows.reduce((most, row) => Math.max(most, row.length), 0)
  const body = heading ? rows.slice(1) : rows
  const widths: number[] = []
  const sides: ('left' | 'right')[] = []
  for (let column = 0; column < columns; column++) {
    widths.push(rows.reduce((most, row) => Math.max(most, widthOf(row[column] ?? '')), 0))
    const numeric = body.length > 0 && body.every((row) => /^[-+]?[\d.,]+(e[-+]?\d+)?\s*%?$/i.test(row[column] ?? ''))
    sides.push(numeric ? 'right' : 'left')
  }
  return rows.map((row) =>
    row
      .map((cell, i) => pad(cell, widths[i], sides[i]))
      .join('  ')
      .trimEnd(),
  )
}
