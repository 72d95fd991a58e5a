/** What a job does in one box: its instances together. */
export interface LiveNode {
  /** Records that came in since the job started; of a source, those it read. */
  readonly records: number
  /** Records a second. */
  readonly perSecond: number
  /** Shares of the time of its instances, 0..1. What is left they waited for records. */
  readonly busy: number
  readonly backPressured: number
}

/** What a job sends along one arrow. */
export interface LiveEdge {
  /** Records since the job started. */
  readonly records: number
  /** Records a second. */
  readonly perSecond: number
  /** How full its fullest channel is, 0..1. */
  readonly fill: number
}

/** What ended a job. */
export interface LiveFailure {
  /** Key of the box that it happened in, where there is one. */
  readonly node?: string
  readonly message: string
  /** The record that did it. */
  readonly record?: string
  /** Whether the operator's function can be called again with the record. */
  readonly debuggable: boolean
}

/** What a run of the job that a diagram shows is doing, or has done. */
export interface Live {
  /** Number of the run. */
  readonly run: number
  readonly state: 'building' | 'running' | 'stopping' | 'finished' | 'stopped' | 'cancelled' | 'failed'
  /** By key of the box. */
  readonly nodes: Readonly<Record<string, LiveNode>>
  /** By key of the arrow. */
  readonly edges: Readonly<Record<string, LiveEdge>>
  readonly failure?: LiveFailure
  /** The text has changed since the run was started, in a way that leaves some boxes without numbers. */
  readonly changed?: true
  /** It is a preview of so many records of each source, and no run. */
  readonly preview?: number
}
