/** A place in the user's text. Lines and columns are counted from 1, as editors show them. */
export interface SourcePosition {
  /** Absolute path of the file. */
  readonly file: string
  readonly line: number
  readonly column: number
}
