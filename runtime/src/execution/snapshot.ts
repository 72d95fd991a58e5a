/** What all instances of one operator had to save. */
export interface OperatorSnapshot {
  /** Keyed state, by key group. */
  readonly groups: ReadonlyMap<number, Uint8Array>
  /** State that belongs to no key, by instance. */
  readonly local: readonly unknown[]
  /** Positions of a source's readers, by instance. */
  readonly positions: readonly unknown[]
}

/** The state of a job between two records, by operator id. */
export type JobSnapshot = ReadonlyMap<number, OperatorSnapshot>
