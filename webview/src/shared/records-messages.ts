import type { PanelPlace } from './output-messages.ts'

/** A record of an edge, as the view "Records" shows it. */
export interface PanelRecord {
  /** Unique among all records that the host has. */
  readonly id: string
  /** What the edge is called: `Parse → Late`. */
  readonly edge: string
  /** The operator that it comes from. */
  readonly source: string
  /** The source operator begins a stream: the record is what the job has read. */
  readonly read: boolean
  /** The record as JSON where it is JSON, else as Node prints it. */
  readonly text: string
  readonly json: boolean
  /** The text has been cut. */
  readonly cut?: true
  readonly key?: string
  /** Who sent it: `Parse[1]`. */
  readonly from: string
  /** Who it is for; absent where that is more than one, or nobody yet. */
  readonly to?: string
  /** Milliseconds since the epoch; absent in a preview. */
  readonly time?: number
}

/** An edge to choose. */
export interface RecordsEdge {
  readonly id: string
  /** `Parse → Late`; of what nobody reads yet `Parse →`. */
  readonly label: string
  /** `Forward`, `Key`, .. */
  readonly strategy?: string
  /** Name of the job, where the file has several. */
  readonly job?: string
  /** In a preview: how many records went along it. */
  readonly numRecords?: number
}

export interface RecordsFilter {
  readonly kind: 'text' | 'expression'
  readonly text: string
}

export type RecordsMode = 'live' | 'preview'

/** What the view says of a preview. */
export interface RecordsPreview {
  readonly id: number
  readonly state: 'running' | 'cancelled' | 'complete' | 'time' | 'failed'
  /** The operator after which it ends. */
  readonly operator?: string
  /** Records that each source gives at most. */
  readonly records: number
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly endedAt?: number
  /** The job's text has changed since. */
  readonly changed: boolean
  readonly error?: { readonly sentence: string; readonly record?: string; readonly place?: PanelPlace }
  /** What the job printed, with the operator in front. */
  readonly output: readonly string[]
}

/** What an operator keeps by key. */
export interface KeptState {
  readonly operators: readonly { readonly id: string; readonly name: string; readonly states: readonly string[] }[]
  /** The chosen one. */
  readonly operator?: string
  /** Some of its keys, and whether there are more. */
  readonly keys: readonly { readonly typed: string; readonly text: string }[]
  readonly more: boolean
  readonly key: string
  readonly entries: readonly {
    readonly name: string
    readonly window?: number
    readonly key: string
    readonly text: string
  }[]
  readonly problem?: string
}

/**
 * The host keeps the records, and says that there is something new; the view pulls. Records are numbered by the epoch:
 * until another edge, filter or run is shown.
 */
export interface RecordsMessage {
  readonly type: 'records'
  readonly mode: RecordsMode
  /** Name of the job file, where there is a run or a preview. */
  readonly file?: string
  readonly run?: { readonly id: number; readonly state: string; readonly ended: boolean }
  readonly preview?: RecordsPreview
  /** Whether there is a preview to go to, and a run. */
  readonly has: { readonly run: boolean; readonly preview: boolean }
  readonly edges: readonly RecordsEdge[]
  /** The chosen one. */
  readonly edge?: string
  readonly filter: RecordsFilter
  /** What the filter has looked at, and why it does not go on. */
  readonly progress?: { readonly looked: number; readonly matched: number; readonly problem?: string }
  readonly epoch: number
  /** Those with a number of `after` or more, the newest first. */
  readonly records: readonly PanelRecord[]
  /** Number of the oldest record that is kept, and of the next one to come. */
  readonly first: number
  readonly end: number
  readonly pinned: readonly PanelRecord[]
  /** While it is asked for. */
  readonly state?: KeptState
}

export type ToRecords = { readonly type: 'changed' } | RecordsMessage

export type FromRecords =
  | { readonly type: 'pull'; readonly epoch: number; readonly after: number }
  | { readonly type: 'mode'; readonly mode: RecordsMode }
  | { readonly type: 'edge'; readonly edge: string }
  | { readonly type: 'filter'; readonly filter: RecordsFilter }
  /** Which key of which operator is looked at; without: none. */
  | { readonly type: 'state'; readonly look?: { readonly operator?: string; readonly key: string } }
  | { readonly type: 'pin'; readonly record: PanelRecord; readonly pinned: boolean }
  | { readonly type: 'copyInput'; readonly records: readonly PanelRecord[] }
  | { readonly type: 'newTest'; readonly records: readonly PanelRecord[] }
  | { readonly type: 'runJob' | 'previewJob' | 'previewAgain' | 'cancelPreview' }
  | { readonly type: 'open'; readonly place: PanelPlace }
