import type { TextEdit } from '../../document/index.ts'

/** The text of a job as the editor has it open. */
export interface JobText {
  readonly uri: string
  /** Counted up with every change. */
  readonly version: number
  /** Why it cannot be written; undefined when it can. */
  readonly readOnly: string | undefined
  /** The character at an offset, and the line it is in, counted from 0. */
  charAt(offset: number): string
  lineAt(offset: number): number
  /**
   * Changes the text as one undo step.
   *
   * @param version of the text that the edits are for
   * @returns false when the text has another version, or could not be changed
   */
  apply(version: number, edits: readonly TextEdit[]): Promise<boolean>
}

/** The file beside a job that keeps where a person put boxes. */
export interface SidecarFile {
  /** How messages call it. */
  readonly name: string
  /** Undefined when it is not there. */
  read(): Promise<string | undefined>
  /** Undefined: it goes. */
  write(text: string | undefined): Promise<void>
  /** Whether a file that is none of ours may be replaced. */
  askToReplace(notice: string): Promise<boolean>
}
