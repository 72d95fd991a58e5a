import type { SourcePosition } from '../failure/index.ts'

/** What is wrong with a job, or likely not meant. Errors keep it from starting. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'hint'
  /** A stable name of the rule. */
  readonly code: string
  /** One sentence. */
  readonly message: string
  /** What to do about it. */
  readonly cure?: string
  readonly operatorId?: number
  readonly operatorName?: string
  readonly position?: SourcePosition
}
