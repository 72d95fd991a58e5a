import type { OutputLine } from 'millrace/control'
import type { FromOutput, PanelLine, ToOutput } from 'millrace-webview/shared'
import type { JobOutput } from '../run/index.ts'

/** Most lines of one message. */
const PAGE = 2_000
/** Longest text of a line that is shown; the rest of it is of no use to a reader, and slows the view down. */
const LONGEST_LINE = 5_000

/** What a view that asks for lines gets. */
export function page(output: JobOutput, { generation, from }: FromOutput): Extract<ToOutput, { type: 'lines' }> {
  const start = generation === output.generation ? Math.max(from, output.first) : output.first
  return {
    type: 'lines',
    generation: output.generation,
    from: start,
    lines: output.slice(start, start + PAGE).map(asPanelLine),
    first: output.first,
    end: output.end,
    run: output.run,
  }
}

function asPanelLine({ text, stream, operatorName, instance, parallelism = 1 }: OutputLine): PanelLine {
  const shown = text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)}…` : text
  if (operatorName === undefined) return { text: shown, stream }
  return { text: shown, stream, from: parallelism > 1 ? `${operatorName}[${instance}]` : operatorName }
}
