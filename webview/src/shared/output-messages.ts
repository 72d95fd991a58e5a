/** A place in a file. */
export interface PanelPlace {
  /** Absolute. */
  readonly path: string
  /** Counted from 1. */
  readonly line?: number
  readonly column?: number
}

/** A part of a line's visible text that leads somewhere. */
export interface PanelLink {
  readonly start: number
  readonly end: number
  readonly to: PanelPlace | { readonly url: string }
}

/** One line of the panel. */
export interface PanelLine {
  /** With the escape sequences of colours in it. */
  readonly text: string
  readonly stream: 'stdout' | 'stderr'
  /** Who printed it: `Print[1]`. */
  readonly from?: string
  /** The same number for the same operator. */
  readonly operator?: number
  readonly links?: readonly PanelLink[]
  /** Length of the whole text, where it was cut. */
  readonly wholeLength?: number
}

/** A run, as the panel tells of it. */
export interface PanelRun {
  readonly id: number
  readonly file: string
  readonly state: 'building' | 'running' | 'stopping' | 'finished' | 'stopped' | 'cancelled' | 'failed'
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly endedAt?: number
  readonly threads?: number
  readonly error?: {
    readonly sentence: string
    readonly place?: PanelPlace
    /** The call that failed can be made again, with its record. */
    readonly debuggable: boolean
  }
}

export interface OutputFilter {
  /** A text, or a regular expression between slashes. */
  readonly text: string
  /** Only what this operator printed. */
  readonly operator?: string
  readonly stream: 'all' | 'errors'
}

/**
 * The host keeps the lines and filters them. The lines that the filter lets through are rows, numbered from 0; an epoch
 * is as long as their numbers hold: until another run is shown, the output is cleared, or the filter is another one.
 * The host says only that there is something new; the view pulls the rows it can show.
 */
export type ToOutput =
  | { readonly type: 'changed' }
  | RowsMessage
  /** The whole text of a row that was cut. */
  | { readonly type: 'whole'; readonly epoch: number; readonly row: number; readonly line: PanelLine }
  /** The row where what was searched for is found, and which of all that is, counted from 1. */
  | { readonly type: 'found'; readonly epoch: number; readonly row: number; readonly nth: number }

export interface RowsMessage {
  readonly type: 'rows'
  readonly epoch: number
  /** Number of the first of `rows`. */
  readonly from: number
  readonly rows: readonly PanelLine[]
  /** Number of the oldest row that is kept, and of the next one to come. */
  readonly first: number
  readonly end: number
  /** How many lines are kept, whatever the filter says, and how many were dropped before them. */
  readonly kept: number
  readonly dropped: number
  /** Who has printed. */
  readonly operators: readonly string[]
  /** Why the filter's text cannot be used. */
  readonly problem?: string
  /** In how many rows the searched text is. */
  readonly found?: { readonly count: number; readonly problem?: string }
  readonly run?: PanelRun
  /** All runs, the latest first. */
  readonly runs: readonly PanelRun[]
}

export type FromOutput =
  | {
      readonly type: 'pull'
      readonly filter: OutputFilter
      /** What is searched for; a text, or a regular expression between slashes. */
      readonly find?: string
      /** What `from` and `to` are numbers of; in another epoch the last rows are wanted. */
      readonly epoch: number
      readonly from: number
      /** Exclusive; absent: up to the last one. */
      readonly to?: number
      /** No more than so many, the last ones. */
      readonly most: number
    }
  /** The next row (1) or the one before (-1) that has the searched text; round to the other end after the last one. */
  | { readonly type: 'next'; readonly epoch: number; readonly row: number; readonly direction: 1 | -1 }
  | { readonly type: 'whole'; readonly epoch: number; readonly row: number }
  | { readonly type: 'copy'; readonly epoch: number; readonly from: number; readonly to: number }
  | { readonly type: 'copyAll' | 'saveAs' | 'runJob' }
  | { readonly type: 'debugRecord'; readonly run: number }
  | { readonly type: 'open'; readonly place: PanelPlace }
  | { readonly type: 'openUrl'; readonly url: string }
  | { readonly type: 'show'; readonly run: number }
