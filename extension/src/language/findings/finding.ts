import type { TextRange } from '../../document/index.ts'

/** A replacement of a stretch of the text. */
export interface Splice extends TextRange {
  readonly text: string
}

/** A change that ends a finding. */
export interface Fix {
  readonly title: string
  readonly edits: readonly Splice[]
}

/** Something about a job that is wrong, or likely not meant. */
export interface Finding {
  readonly severity: 'error' | 'warning' | 'hint'
  /** A stable name of the rule. */
  readonly code: string
  readonly message: string
  readonly cure?: string
  readonly range: TextRange
  readonly fixes?: readonly Fix[]
  /** The text has no effect. */
  readonly unnecessary?: true
}
