import { NotificationType, RequestType } from 'vscode-languageserver-protocol'
import type { Command, FunctionEntry, JobModel, NewError, Plan, Refusal, TextRange } from '../document/index.ts'
import type { LayoutRequest as Diagram, Layout } from '../layout/index.ts'
import type { DraftAnswer, DraftQuestion } from './types/draft.ts'
import type { JobTypes } from './types/job-types.ts'

export type { DraftAnswer, DraftQuestion } from './types/draft.ts'
export type { JobTypes, RecordType } from './types/job-types.ts'

/** What a job's text says at one version of the document. */
export interface VersionedModel {
  readonly uri: string
  readonly version: number
  readonly model: JobModel
  /** Absent until the checker has answered. */
  readonly types?: JobTypes
}

/** The model of an open document; null when the server does not know the document. */
export const ModelRequest = new RequestType<{ readonly uri: string }, VersionedModel | null, void>('millrace/model')

/** Sent for every open job whenever its text has changed, and once more when the types of that version are known. */
export const ModelChanged = new NotificationType<VersionedModel>('millrace/modelChanged')

export interface PlanParams {
  readonly uri: string
  /** The version of the document that the command's numbers are of. */
  readonly version: number
  readonly command: Command
  /** The answer is to say which type errors the command will cause: it comes when the checker has looked. */
  readonly check?: true
}

/** Edits against `version`, or why there are none. */
export type PlanAnswer = { readonly version: number } & (CheckedPlan | Refusal)

export interface CheckedPlan extends Plan {
  /**
   * The type errors of the text after the edits that it does not have now, where `check` asked for them. Absent when
   * nothing can be said: the document is in no file, or the checker was ended.
   */
  readonly newErrors?: readonly NewError[]
}

/** The edits that carry out a command; null when the server does not know the document. */
export const PlanRequest = new RequestType<PlanParams, PlanAnswer | null, void>('millrace/plan')

export interface TextOfParams {
  readonly uri: string
  /** Of the model that the operators are numbers of. */
  readonly version: number
  readonly operators: readonly number[]
}

/** The TypeScript of some operators, as statements that can be pasted; null when the document has another version. */
export const TextOfRequest = new RequestType<TextOfParams, { readonly text: string } | Refusal | null, void>(
  'millrace/textOf',
)

export interface LayoutParams {
  readonly uri: string
  /** The version of the document that the diagram is of; given back with the answer. */
  readonly version: number
  readonly diagram: Diagram
}

export interface LayoutAnswer {
  readonly version: number
  readonly layout: Layout
}

/** Where the boxes of a diagram stand; null when a newer request for the same document came before the answer. */
export const LayoutOfDiagram = new RequestType<LayoutParams, LayoutAnswer | null, void>('millrace/layout')

export interface DraftParams {
  readonly uri: string
  /** Of the model that operator and argument are counted in. */
  readonly version: number
  readonly operator: number
  readonly argument: number
  /** The call that leads to the operator's own whose argument it is. */
  readonly of?: string
  /** What is to stand in the argument's place. */
  readonly text: string
  readonly question: DraftQuestion
}

/**
 * What TypeScript says of an argument that is being written: its errors, a hover, completions. Null when the document has
 * another version, or there is no such argument.
 */
export const DraftRequest = new RequestType<DraftParams, DraftAnswer | null, void>('millrace/draft')

export interface FunctionEntryParams {
  /** Of any TypeScript file. */
  readonly text: string
  readonly fileName: string
  /** The function, the name of one, or the name in its declaration. */
  readonly range: TextRange
}

/** Where a function begins to run, or the name it goes by; null where there is none. */
export const FunctionEntryRequest = new RequestType<FunctionEntryParams, FunctionEntry | null, void>(
  'millrace/functionEntry',
)
