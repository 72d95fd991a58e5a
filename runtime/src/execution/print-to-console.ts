import type { JobListener, OutputLine } from '../control/index.ts'

/** Where the output of a job goes that runs without a supervisor (`node build.js`): this process's own stdout and stderr. */
export function printToConsole(): JobListener {
  let closed = false
  process.stdout.on('error', () => {
    closed = true
  })
  return {
    jobCreated: () => {},
    stateChanged: () => {},
    printed(_job, lines) {
      if (closed) return
      const waits = [write(process.stdout, lines, 'stdout'), write(process.stderr, lines, 'stderr')]
      const pending = waits.filter((wait) => wait !== undefined)
      return pending.length === 0 ? undefined : Promise.all(pending).then(() => {})
    },
    sinkResult(_job, _operatorId, result) {
      if (result.kind !== 'table' || !result.final || closed) return
      process.stdout.write(tableText(result.columns, result.rows))
    },
  }
}

function write(
  target: NodeJS.WriteStream,
  lines: readonly OutputLine[],
  stream: OutputLine['stream'],
): Promise<void> | undefined {
  const text = lines
    .filter((line) => line.stream === stream)
    .map((line) => `${line.text}\n`)
    .join('')
  if (text === '' || target.write(text)) return undefined
  return new Promise((resolve) => {
    const done = () => {
      target.off('drain', done)
      target.off('error', done)
      resolve()
    }
    target.once('drain', done)
    target.once('error', done)
  })
}

/** Columns aligned by spaces; numbers to the right. */
export function tableText(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, index) =>
    rows.reduce((most, row) => Math.max(most, row[index]?.length ?? 0), column.length),
  )
  const numeric = columns.map(
    (_, index) => rows.length > 0 && rows.every((row) => /^-?[\d.,]+$/.test(row[index] ?? '')),
  )
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => (numeric[index] ? cell.padStart(widths[index]) : cell.padEnd(widths[index])))
      .join('  ')
      .trimEnd()
  return `${[columns, ...rows].map(line).join('\n')}\n`
}
