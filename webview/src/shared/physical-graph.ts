/**
 * The physical graph of one job as the panel draws it. Numbers are lists in the order of the graph, since a job may have
 * a hundred thousand channels: what can be told by a rule is no list at all.
 */
export interface PhysicalGraph {
  readonly threads: number
  /** By operator id. */
  readonly operators: readonly PhysicalOperator[]
  /** In topological order. */
  readonly lanes: readonly Lane[]
  readonly bundles: readonly Bundle[]
  /** The worker thread of each task, lane by lane. */
  readonly threadOf: readonly number[]
}

export interface PhysicalOperator {
  readonly name: string
  readonly kind: string
}

/** The tasks of one chain. */
export interface Lane {
  /** Ids of the chain's operators, head first. */
  readonly operators: readonly number[]
  readonly parallelism: number
  /** Number of its first task; those of a lane are counted in a row. */
  readonly first: number
  /** Where its first operator instance stands in lists of operator instances: operator by operator, instance by instance. */
  readonly firstInstance: number
}

/** The channels of one edge between two lanes. */
export interface Bundle {
  readonly edgeId: number
  /** Indexes of lanes. */
  readonly from: number
  readonly to: number
  /** Ids of the operators at its ends. */
  readonly source: number
  readonly target: number
  readonly strategy: string
  /** Number of channels. */
  readonly channels: number
  /**
   * Which instances are connected: every one with every one, each with that of its own number, or these: source and
   * target instance in turns.
   */
  readonly pairs: 'all' | 'same' | readonly number[]
}

/** What a running job reports, over the time since the report before. Lists of rates are empty in a first report. */
export interface PhysicalGraphNumbers {
  /** Milliseconds since the job started. */
  readonly elapsedMs: number
  /** By operator instance, records since the job started, and records a second. */
  readonly recordsIn: readonly number[]
  readonly recordsOut: readonly number[]
  readonly inPerSecond: readonly number[]
  readonly outPerSecond: readonly number[]
  /** By task, shares of the time, 0..1; what is missing to 1 is waiting for input. */
  readonly busy: readonly number[]
  readonly backPressured: readonly number[]
  /** By bundle: records, records a second, and how full its fullest channel is, 0..1. */
  readonly bundleRecords: readonly number[]
  readonly bundlePerSecond: readonly number[]
  readonly bundleFill: readonly number[]
  /** Of the task that is watched: by operator of its lane. */
  readonly watched?: {
    readonly task: number
    readonly operators: readonly WatchedOperator[]
    /** Fraction read, 0..1, of a source that knows. */
    readonly progress?: number
  }
}

export interface WatchedOperator {
  readonly skipped: number
  readonly late: number
  /** Milliseconds since the epoch. */
  readonly watermark?: number
}

/** Channels of bundles that are watched: one entry of each list a channel. */
export interface ChannelNumbers {
  readonly edgeId: readonly number[]
  /** Instances at the two ends. */
  readonly from: readonly number[]
  readonly to: readonly number[]
  readonly records: readonly number[]
  /** -1 in a first report. */
  readonly perSecond: readonly number[]
  readonly fill: readonly number[]
}

/** A job that the view can show. */
export interface GraphJob {
  readonly job: number
  readonly name: string
}

export type ToPhysicalGraph =
  /** Nothing to show, and why, where there is a reason. */
  | { readonly type: 'nothing'; readonly reason?: string }
  | {
      readonly type: 'graph'
      /** The job's file. */
      readonly file: string
      /** From the text, of a run, or of a run that has ended. */
      readonly of: 'text' | 'run' | 'ended'
      readonly jobs: readonly GraphJob[]
      readonly job: number
      readonly graph?: PhysicalGraph
      /** Why there is no physical graph, or only a part of one. */
      readonly reason?: string
    }
  | { readonly type: 'numbers'; readonly numbers: PhysicalGraphNumbers; readonly channels?: ChannelNumbers }

export type FromPhysicalGraph =
  /** The view is there and has nothing. */
  | { readonly type: 'ready'; readonly job?: number }
  | { readonly type: 'job'; readonly job: number }
  /** What somebody looks at more closely; replaces what was watched before. */
  | { readonly type: 'watch'; readonly edges: readonly number[]; readonly task?: number }
  | { readonly type: 'reveal'; readonly operatorId: number; readonly where: 'diagram' | 'text' }
  /** Show what flows along an edge of the run. */
  | { readonly type: 'records'; readonly edgeId: number }
