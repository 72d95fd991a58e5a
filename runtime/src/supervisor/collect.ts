import type { JobOverrides } from '../execution/index.ts'
import { JobError } from '../failure/index.ts'
import type { LogicalGraphData } from '../graph/index.ts'
import type { Bundle } from './build.ts'
import { superviseJob } from './launch.ts'

/** What a job file hands to `execute`, as plain data. */
export interface CollectedGraph {
  readonly job: number
  readonly name: string
  readonly threads: number
  readonly chaining: boolean
  readonly graph: LogicalGraphData
}

/**
 * Imports a job's module in a process of its own up to its first `execute`, and starts nothing. Of several jobs that
 * wait for each other only the first is met; `overrides.onlyJob` chooses another.
 *
 * @throws JobError when the module throws or has no job
 */
export async function collectGraphs(options: { bundle: Bundle; overrides?: JobOverrides }): Promise<CollectedGraph[]> {
  const graphs: CollectedGraph[] = []
  const job = superviseJob({ ...options, mode: { kind: 'collect' } })
  job.on({
    output(lines) {
      // What the module itself prints is not part of the graph: the process passes on only what it was asked for.
      for (const { text } of lines) graphs.push(JSON.parse(text) as CollectedGraph)
    },
  })
  const { error } = await job.ended
  if (error) throw new JobError(error)
  return graphs
}
