/** A record type as the checker writes it. */
export interface RecordType {
  /** At most 60 characters. */
  readonly short: string
  /** With its properties, where it is an object type of the user's. */
  readonly full: string
}

/** The record types of one version of a job's text; null where there are none, or the checker does not know. */
export interface JobTypes {
  /** What each operator emits, by operator id. */
  readonly operators: readonly (RecordType | null)[]
  /** What each edge carries, by edge id. */
  readonly edges: readonly (RecordType | null)[]
}
