import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OutputLine } from '../control/index.ts'
import type { Shown } from '../execution/index.ts'
import type { JobErrorData } from '../failure/index.ts'
import type { LogicalGraphData } from '../graph/index.ts'

/**
 * What a preview has found, written to a file of the private folder at once: a function that never returns, or a process
 * that dies, takes nothing of it away.
 */
export type PreviewEntry =
  | {
      readonly kind: 'graph'
      readonly graph: LogicalGraphData
      readonly edges: readonly { readonly edgeId?: number; readonly source: number; readonly output: string }[]
    }
  | { readonly kind: 'read'; readonly operatorId: number; readonly numRecords: number; readonly complete: boolean }
  /** `edge` is the place in `edges`. */
  | (Shown & {
      readonly kind: 'record'
      readonly edge: number
      readonly instance: number
      readonly key?: string
    })
  /** How many records the edge had by then, where they are more than were written. */
  | { readonly kind: 'count'; readonly edge: number; readonly numRecords: number }
  | { readonly kind: 'line'; readonly line: OutputLine }
  | { readonly kind: 'failed'; readonly error: JobErrorData }
  | { readonly kind: 'complete' }

/** Name in the private folder. */
export const PREVIEW_FILE = 'preview.jsonl'
/** What a process has written of its preview by its end. */
export function readPreviewEntries(folder: string): PreviewEntry[] {
  let text: string
  try {
    text = readFileSync(join(folder, PREVIEW_FILE), 'utf8')
  } catch {
    return []
  }
  // The last line of a process that was killed may not be whole.
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as PreviewEntry)
}
