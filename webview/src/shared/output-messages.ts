/** One line of the panel. */
export interface PanelLine {
  readonly text: string
  readonly stream: 'stdout' | 'stderr'
  /** Who printed it: `Print[1]`. */
  readonly from?: string
}

/** The run that the panel shows. */
export interface PanelRun {
  readonly file: string
  readonly state: 'building' | 'running' | 'stopping' | 'finished' | 'stopped' | 'cancelled' | 'failed'
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly endedAt?: number
  readonly threads?: number
}

/**
 * The host keeps the lines, the latest of them, and says only that there is something new; the view pulls. Lines are
 * numbered from 0 within a run; `first` is the oldest that is still kept.
 */
export type ToOutput =
  | { readonly type: 'changed' }
  | {
      readonly type: 'lines'
      /** Changes with every run and when the output is cleared: what the view has of another one is void. */
      readonly generation: number
      readonly from: number
      readonly lines: readonly PanelLine[]
      readonly first: number
      readonly end: number
      readonly run?: PanelRun
    }

/** The view wants the lines from `from` of a generation on, at most as many as the host gives in one go. */
export type FromOutput = { readonly type: 'pull'; readonly generation: number; readonly from: number }
