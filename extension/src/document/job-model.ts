import type { Edge, Operator } from 'millrace/graph'

/** A stretch of the text, in UTF-16 code units, as TypeScript and VS Code count. */
export interface TextRange {
  readonly offset: number
  readonly length: number
}

/** An operator as the text makes it. */
export interface JobOperator extends Omit<Operator, 'position'> {
  /**
   * What the operator is known by from one state of the text to the next: its uid, the name or the variable somebody gave
   * it, else its place in the flow. Unique within the job.
   */
  readonly key: string
  /** The method's name with its arguments: `map((f) => f.delay)`. */
  readonly range: TextRange
}

/** A place that was understood only in part, or not at all. */
export interface Unread {
  readonly message: string
  readonly range: TextRange
}

/** What a job's text says, as far as it can be said without running it. */
export interface JobModel {
  /** False: the text does not import `millrace`, and is none of ours. */
  readonly isJob: boolean
  /** The name given to `execute`. */
  readonly name?: string
  readonly operators: readonly JobOperator[]
  readonly edges: readonly Omit<Edge, 'position'>[]
  /** The first place where the text is not TypeScript; the rest was read as well as it goes. */
  readonly syntaxError?: Unread
  readonly unread: readonly Unread[]
}
