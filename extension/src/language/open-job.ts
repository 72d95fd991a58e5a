import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Range } from 'vscode-languageserver-types'
import type { JobModel, JobOperator, TextRange } from '../document/index.ts'
import type { JobTypes } from './types/job-types.ts'

/** A document at one version, and what its text says: all that a feature of the editor is made from. */
export interface OpenJob {
  readonly document: TextDocument
  readonly model: JobModel
  /** Known a moment later than the model. */
  readonly types?: JobTypes
}

export function lspRange(document: TextDocument, { offset, length }: TextRange): Range {
  return { start: document.positionAt(offset), end: document.positionAt(offset + length) }
}

export function contains({ offset, length }: TextRange, place: number): boolean {
  return offset <= place && place <= offset + length
}

/** The name of the method that makes an operator: what is underlined, hovered and lit. Of an opaque one its first line. */
export function nameRange({ document }: OpenJob, { kind, method, range }: JobOperator): TextRange {
  if (kind !== 'opaque') return { offset: range.offset, length: Math.min(method.length, range.length) }
  const text = document.getText().slice(range.offset, range.offset + range.length)
  return { offset: range.offset, length: text.split(/\r|\n/, 1)[0].length }
}

/** The operator whose method's name is at a place. */
export function operatorAt(job: OpenJob, place: number): JobOperator | undefined {
  return job.model.operators.find((operator) => !operator.implied && contains(nameRange(job, operator), place))
}

/** `word-count` of `file:///a/word-count.flow.ts`. */
export function fileStem(uri: string): string {
  const file = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1))
  return file.replace(/\.flow\.m?ts$/, '')
}
