import type { OutputLine } from '../control/index.ts'
import type { JobErrorData } from '../failure/index.ts'
import type { LogicalGraphData } from '../graph/index.ts'
import { type SuperviseOptions, superviseJob } from './launch.ts'
import { type PreviewEntry, readPreviewEntries } from './preview-entry.ts'
import type { ExitReport } from './supervised-job.ts'

export interface PreviewJobOptions extends Omit<SuperviseOptions, 'mode' | 'stdin'> {
  /** Number of the job in its file. Default: the first, or the one that `overrides.onlyJob` names. */
  readonly job?: number
  /** The operator after which the preview ends: its id, or its uid or name. Default: none, the whole job. */
  readonly operator?: number | string
  /** Records that each source gives at most. Default 100. */
  readonly records?: number
  /** Milliseconds that all may take. Default 10,000. */
  readonly timeoutMs?: number
  /** Ends the preview: the promise is rejected with the signal's reason then. */
  readonly signal?: AbortSignal
}

/** The data after every step of a part of a job. */
export interface Preview {
  /**
   * `time`: it did not come to its end within the time limit, or a source did not give its records; what was seen until
   * then is there.
   */
  readonly ended: 'complete' | 'time' | 'failed'
  /** Why it failed. */
  readonly error?: JobErrorData
  /** All of the job; absent where its module did not come to `execute`. */
  readonly graph?: LogicalGraphData
  readonly sources: readonly PreviewedSource[]
  /** The edges upstream of the operator and out of it, in the order of their ids. */
  readonly edges: readonly PreviewedEdge[]
  /** What the job printed; the first 1,000 lines. */
  readonly output: readonly OutputLine[]
}

export interface PreviewedSource {
  readonly operatorId: number
  readonly numRecords: number
  /** The source has no more than these. */
  readonly complete: boolean
}

export interface PreviewedEdge {
  /** Absent for what an operator emits that nobody reads yet. */
  readonly edgeId?: number
  /** The operator it comes from, and its output: `main`, or the tag of a side output. */
  readonly source: number
  readonly output: string
  /** Records that passed it. */
  readonly numRecords: number
  /** The first of them. */
  readonly records: readonly PreviewedRecord[]
  /** There were more than are here. */
  readonly cut?: true
}

export interface PreviewedRecord {
  /** As JSON where it is JSON, else as `util.inspect` prints it. */
  readonly text: string
  readonly json: boolean
  /** The text has been cut after 16,384 characters. */
  readonly cut?: true
  readonly key?: string
  /** The operator instance that emitted it. */
  readonly instance: number
}

const RECORDS = 100
const TIMEOUT_MS = 10_000
/** Part of the time after which sources have given their records; the operators have the rest. */
const READING = 0.6

/**
 * Runs the part of a job upstream of an operator on the first records of its sources, in a process of its own, and gives
 * the records of every edge. No sink is opened, nothing is written, and nothing is left. User functions run: what they
 * do outside, they do.
 *
 * Never rejects but for `signal`.
 */
export async function previewJob(options: PreviewJobOptions): Promise<Preview> {
  const { job, operator, records = RECORDS, timeoutMs = TIMEOUT_MS, signal, ...supervise } = options
  signal?.throwIfAborted()
  const preview = { operator, records, readUntil: Date.now() + timeoutMs * READING }
  const running = superviseJob({ ...supervise, mode: { kind: 'preview', job, preview } })
  let entries: PreviewEntry[] = []
  running.on({
    left(folder) {
      entries = readPreviewEntries(folder)
    },
  })
  const kill = () => running.kill()
  const timer = setTimeout(kill, timeoutMs)
  signal?.addEventListener('abort', kill)
  const report = await running.ended
  clearTimeout(timer)
  signal?.removeEventListener('abort', kill)
  signal?.throwIfAborted()
  return assemble(entries, report, records)
}

function assemble(entries: readonly PreviewEntry[], report: ExitReport, asked: number): Preview {
  let graph: LogicalGraphData | undefined
  let error = report.error
  let complete = false
  const sources: PreviewedSource[] = []
  const edges: { -readonly [P in keyof PreviewedEdge]: PreviewedEdge[P] }[] = []
  const records: PreviewedRecord[][] = []
  const output: OutputLine[] = []
  for (const entry of entries) {
    switch (entry.kind) {
      case 'graph':
        graph = entry.graph
        for (const edge of entry.edges) {
          const own: PreviewedRecord[] = []
          records.push(own)
          edges.push({ ...edge, numRecords: 0, records: own })
        }
        break
      case 'read': {
        const { operatorId, numRecords, complete } = entry
        sources.push({ operatorId, numRecords, complete })
        break
      }
      case 'record': {
        const { kind: _, edge, ...record } = entry
        records[edge].push(record)
        edges[edge].numRecords++
        break
      }
      case 'count':
        edges[entry.edge].numRecords = entry.numRecords
        edges[entry.edge].cut = true
        break
      case 'line':
        output.push(entry.line)
        break
      case 'failed':
        error = entry.error
        break
      case 'complete':
        complete = true
    }
  }
  const waited = sources.some((source) => !source.complete && source.numRecords < asked)
  const ended = error !== undefined ? 'failed' : complete && !waited ? 'complete' : 'time'
  return { ended, ...(error ? { error } : {}), ...(graph ? { graph } : {}), sources, edges, output }
}
