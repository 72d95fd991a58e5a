import type { JobOverrides } from '../execution/index.ts'
import { isJobError } from '../failure/index.ts'
import {
  describeProblem,
  expand,
  LogicalGraph,
  logicalToDot,
  logicalToJson,
  logicalToMermaid,
  physicalToDot,
  physicalToJson,
  physicalToMermaid,
  printLogical,
  printPhysical,
  requireValid,
  validate,
} from '../graph/index.ts'
import { build, type CollectedGraph, collectGraphs } from '../supervisor/index.ts'
import { findJobFile } from './job-file.ts'
import { showError } from './show-error.ts'

export interface GraphOptions extends JobOverrides {
  readonly physical?: boolean
  readonly format: 'text' | 'json' | 'mermaid' | 'dot'
}

const logical = { text: printLogical, json: logicalToJson, mermaid: logicalToMermaid, dot: logicalToDot }
const physical = { text: printPhysical, json: physicalToJson, mermaid: physicalToMermaid, dot: physicalToDot }

/**
 * Prints the graphs of a job file without starting a job. Problems of the graph go to the standard error.
 *
 * @returns the exit code: 0, or 1 when the job cannot be built or its physical graph does not exist
 */
export async function graph(given: string, options: GraphOptions): Promise<number> {
  const color = process.stderr.isTTY === true && !process.env.NO_COLOR
  const file = findJobFile(given)
  const { physical: wantsPhysical, format, ...overrides } = options
  try {
    const bundle = await build(file, { color })
    const graphs = await collectGraphs({ bundle, overrides })
    for (const collected of graphs) process.stdout.write(asText(collected, wantsPhysical === true, format))
    return 0
  } catch (error) {
    if (!isJobError(error)) throw error
    process.stderr.write(showError(error.data, color))
    return error.reason === 'wrong-use' ? 2 : 1
  }
}

function asText(collected: CollectedGraph, wantsPhysical: boolean, format: GraphOptions['format']): string {
  const graph = LogicalGraph.fromJSON(collected.graph)
  if (!wantsPhysical) {
    for (const problem of validate(graph)) process.stderr.write(`${describeProblem(problem)}\n`)
    return withEnd(logical[format](graph))
  }
  for (const problem of requireValid(graph)) process.stderr.write(`${describeProblem(problem)}\n`)
  const { threads, chaining } = collected
  return withEnd(physical[format](expand(graph, { threads, chaining, buildTime: Date.now() }), graph))
}

const withEnd = (text: string) => (text.endsWith('\n') ? text : `${text}\n`)
