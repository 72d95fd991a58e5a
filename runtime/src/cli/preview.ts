import pc from 'picocolors'
import type { JobOverrides } from '../execution/index.ts'
import { isJobError } from '../failure/index.ts'
import { build, type Preview, type PreviewedEdge, previewJob } from '../supervisor/index.ts'
import { findJobFile } from './job-file.ts'
import { showError } from './show-error.ts'

export interface PreviewCommandOptions extends JobOverrides {
  /** Records that each source gives at most. */
  readonly records?: number
}

/** Records of an edge that are printed. */
const SHOWN = 10

/**
 * Runs a job up to an operator on its sources' first records, and prints what every edge carries.
 *
 * @returns the exit code: 0, 1 when a function failed, 2 wrong use
 */
export async function preview(
  given: string,
  operator: string | undefined,
  { records, ...overrides }: PreviewCommandOptions,
): Promise<number> {
  const colors = pc.createColors(process.stdout.isTTY === true && !process.env.NO_COLOR)
  const color = process.stderr.isTTY === true && !process.env.NO_COLOR
  const file = findJobFile(given)
  try {
    const bundle = await build(file, { color })
    for (const warning of bundle.warnings) process.stderr.write(warning)
    const found = await previewJob({ bundle, overrides, operator, records })
    for (const edge of found.edges) process.stdout.write(edgeText(found, edge, colors))
    for (const { text } of found.output) process.stderr.write(`${text}\n`)
    if (found.ended === 'time') process.stderr.write('not all: the time was over\n')
    if (found.error === undefined) return 0
    process.stderr.write(showError(found.error, color))
    return found.error.reason === 'wrong-use' ? 2 : 1
  } catch (error) {
    if (!isJobError(error)) throw error
    process.stderr.write(showError(error.data, color))
    return 1
  }
}

function edgeText({ graph }: Preview, edge: PreviewedEdge, { bold, dim }: ReturnType<typeof pc.createColors>): string {
  const { edgeId, source, output, numRecords, records } = edge
  const { operators, edges } = graph!
  const from = output === 'main' ? operators[source].name : `${operators[source].name} (${output})`
  const to = edgeId === undefined ? '' : ` -> ${operators[edges[edgeId].target].name}`
  const lines = records.slice(0, SHOWN).map(({ text, key }) => `  ${key === undefined ? '' : dim(`${key}: `)}${text}`)
  if (numRecords > lines.length) lines.push(dim(`  .. ${numRecords - lines.length} more`))
  return `${bold(`${from}${to}`)}${dim(`: ${numRecords} ${numRecords === 1 ? 'record' : 'records'}`)}\n${lines.map((line) => `${line}\n`).join('')}`
}
