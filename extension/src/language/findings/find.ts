import { syntaxOf } from '../../document/index.ts'
import type { OpenJob } from '../open-job.ts'
import { earlierResults } from './earlier-results.ts'
import { executions } from './executions.ts'
import type { Finding } from './finding.ts'
import { graphFindings } from './graph-findings.ts'
import { idlePartitions } from './idle-partitions.ts'
import { outerWrites } from './outer-writes.ts'
import { threadWork } from './thread-work.ts'
import { unboundedState } from './unbounded-state.ts'

/**
 * All that is to be said of a job, without what TypeScript says. Nothing of a text with a syntax error: half of a
 * statement makes findings that the other half takes back.
 */
export function findingsOf(job: OpenJob): Finding[] {
  const syntax = syntaxOf(job.model)
  if (!job.model.isJob || job.model.syntaxError || syntax === undefined) return []
  try {
    const all = [
      graphFindings,
      idlePartitions,
      executions,
      threadWork,
      outerWrites,
      earlierResults,
      unboundedState,
    ].flatMap((find) => find(job, syntax))
    return once(all)
  } catch (error) {
    // Text that is nested thousands of levels deep ends the stack of who walks it.
    if (error instanceof RangeError) return []
    throw error
  }
}

/** What is said of a helper's text is said once, however often the helper is called. */
function once(findings: readonly Finding[]): Finding[] {
  const said = new Map(
    findings.map((finding) => [`${finding.range.offset} ${finding.range.length} ${finding.code}`, finding]),
  )
  return [...said.values()].sort((a, b) => a.range.offset - b.range.offset)
}
