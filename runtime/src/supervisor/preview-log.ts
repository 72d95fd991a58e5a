import { openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { OutputLine } from '../control/index.ts'
import {
  callingOperator,
  type JobPlan,
  type PreviewListener,
  type PreviewOptions,
  type PreviewParts,
  previewPlan,
  shown,
} from '../execution/index.ts'
import { isJobError, type JobErrorData } from '../failure/index.ts'
import type { LogicalGraphData } from '../graph/index.ts'
import { moduleError } from './module-error.ts'
import { PREVIEW_FILE, type PreviewEntry } from './preview-entry.ts'

/** Lines that are kept of what the job prints, and characters of each. */
const MOST_LINES = 1_000
const LONGEST_LINE = 4_000

/** Writes down what a preview finds, in the process that makes it. */
export class PreviewLog implements PreviewListener {
  private readonly file: number
  private readonly most: number
  private readonly counts = new Map<number, number>()
  /** Places of edges by id. */
  private readonly places = new Map<number, number>()
  private graph: LogicalGraphData | undefined
  private lines = 0

  /** @param most records that are kept of each edge */
  constructor(folder: string, most: number) {
    this.file = openSync(join(folder, PREVIEW_FILE), 'a', 0o600)
    this.most = most
  }

  /** @param graph the job's own */
  of(graph: LogicalGraphData): void {
    this.graph = graph
  }

  begins({ edges, ownEdges }: PreviewParts): void {
    edges.forEach(({ id }, place) => {
      this.places.set(id, place)
    })
    this.write({
      kind: 'graph',
      graph: this.graph!,
      edges: edges.map(({ id, source, output }) => ({ ...(id < ownEdges ? { edgeId: id } : {}), source, output })),
    })
  }

  read(operatorId: number, numRecords: number, complete: boolean): void {
    this.write({ kind: 'read', operatorId, numRecords, complete })
  }

  record(edgeId: number, instance: number, record: unknown, key: unknown): void {
    const edge = this.places.get(edgeId)!
    const numRecords = (this.counts.get(edge) ?? 0) + 1
    this.counts.set(edge, numRecords)
    if (numRecords <= this.most) {
      const shownKey = key === undefined ? {} : { key: shown(key).text }
      this.write({ kind: 'record', edge, instance, ...shown(record), ...shownKey })
    } else if ((numRecords & (numRecords - 1)) === 0) {
      // Now and then is enough for a preview that never comes to its end.
      this.write({ kind: 'count', edge, numRecords })
    }
  }

  printed(lines: readonly OutputLine[]): void {
    if (this.lines >= MOST_LINES) return
    const operatorId = callingOperator()
    const operator = operatorId < 0 ? undefined : this.graph?.operators[operatorId]
    const by = operator === undefined ? {} : { operatorId, operatorName: operator.name }
    for (const { text, stream } of lines) {
      if (this.lines++ >= MOST_LINES) break
      this.write({ kind: 'line', line: { text: text.slice(0, LONGEST_LINE), stream, ...by } })
    }
    if (this.lines >= MOST_LINES) {
      this.write({ kind: 'line', line: { text: '(what the job prints further is not kept)', stream: 'stderr' } })
    }
  }

  failed(error: JobErrorData): void {
    this.countAll()
    this.write({ kind: 'failed', error })
  }

  complete(): void {
    this.countAll()
    this.write({ kind: 'complete' })
  }

  private countAll(): void {
    for (const [edge, numRecords] of this.counts) {
      if (numRecords > this.most) this.write({ kind: 'count', edge, numRecords })
    }
  }

  private write(entry: PreviewEntry): void {
    writeSync(this.file, `${JSON.stringify(entry)}\n`)
  }
}

/** Makes the preview of a job, in the process that was started for it. Never rejects. */
export async function makePreview(plan: JobPlan, options: PreviewOptions, log: PreviewLog): Promise<void> {
  try {
    log.of(plan.graph.toJSON())
    await previewPlan(plan, options, log)
    log.complete()
  } catch (error) {
    log.failed(isJobError(error) ? error.data : moduleError(error, 'the preview failed'))
  }
}
