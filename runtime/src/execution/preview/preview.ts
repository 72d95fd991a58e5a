import { requireValid } from '../../graph/index.ts'
import { systemClock } from '../../time/index.ts'
import { DeterministicRun } from '../deterministic/deterministic-run.ts'
import type { JobPlan } from '../job-plan.ts'
import { findOperator } from './find-operator.ts'
import { type PreviewParts, previewParts, previewPlan } from './preview-plan.ts'
import { readSource, type SourceRecords } from './read-source.ts'

export interface PreviewOptions {
  /** Where it ends: an operator's id, uid or name; undefined: the whole job. */
  readonly operator?: number | string
  /** Records that each source gives at most. */
  readonly records: number
  /** Until when sources may give them, milliseconds since 1970: what has not come by then is not waited for. */
  readonly readUntil: number
}

/** Hears what a preview finds, as it happens: what comes later may never return. */
export interface PreviewListener {
  begins(parts: PreviewParts): void
  read(operatorId: number, numRecords: number, complete: boolean): void
  record(edgeId: number, instance: number, record: unknown, key: unknown): void
}

/**
 * Runs a part of a job on the first records of its sources, without sinks.
 *
 * It runs in this thread, a record at a time: no thread has to be started, and since all sources are read before the
 * first record goes on its way, the same records always take the same way. Their end is a real end: windows fire.
 *
 * @throws JobError what the job fails with
 */
export async function preview(plan: JobPlan, options: PreviewOptions, listener: PreviewListener): Promise<void> {
  const operatorId = options.operator === undefined ? undefined : findOperator(plan.graph, options.operator)
  const parts = previewParts(plan, operatorId)
  listener.begins(parts)
  requireValid(plan.graph, parts.operators)
  const read = await readSources(plan, parts, options)
  for (const [id, { values, complete }] of read) listener.read(id, values.length, complete)
  const run = new DeterministicRun(previewPlan(plan, parts, read), {
    clock: systemClock,
    watcher: {
      edges: new Set(parts.edges.map(({ id }) => id)),
      version: 1,
      sample: (edgeId, instance, _, record, key) => listener.record(edgeId, instance, record, key),
    },
  })
  try {
    await run.open()
    await run.finish()
  } catch (error) {
    // What came first is told; operators still let go of what they hold.
    await run.close().catch(() => {})
    throw error
  }
  await run.close()
}

async function readSources(
  plan: JobPlan,
  { operators }: PreviewParts,
  { records, readUntil }: PreviewOptions,
): Promise<Map<number, SourceRecords>> {
  const over = new AbortController()
  const timer = setTimeout(() => over.abort(), Math.max(0, readUntil - Date.now()))
  const ids = [...plan.sources.keys()].filter((id) => operators.has(id))
  const read = await Promise.all(ids.map(async (id) => [id, await readSource(plan, id, records, over.signal)] as const))
  clearTimeout(timer)
  // Readers that wait for input let go of it.
  over.abort()
  return new Map(read)
}
