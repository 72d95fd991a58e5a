import type { TextRange } from '../job-model.ts'

/** Where a new operator goes. */
export type Place =
  /**
   * Behind an operator: before all that read it. With `branch`, or behind a side output, beside them, so that it is one
   * more to read it.
   */
  | { readonly after: number; readonly output?: string; readonly branch?: true }
  /** Before an operator, on its input port. */
  | { readonly before: number; readonly port?: number }
  | { readonly edge: number }
  /** By itself: a source, or an operator with an open input. */
  | { readonly environment: number }

/** What a person does to the diagram. Operators, edges and environments are named by their ids in the model. */
export type Command =
  | {
      readonly command: 'addOperator'
      readonly method: string
      readonly at: Place
      /** Texts of the arguments; by default those of the catalogue. */
      readonly arguments?: readonly string[]
      readonly name?: string
    }
  | {
      readonly command: 'remove'
      readonly operator: number
      /** The type of a source's records, for the open input that takes its place. */
      readonly type?: string
    }
  /** What several read is read by what followed them; the open inputs among them stay where they are needed. */
  | {
      readonly command: 'removeAll'
      readonly operators: readonly number[]
      /** By source: the type of its records, for the open input that takes its place. */
      readonly types?: Readonly<Record<number, string>>
    }
  | {
      readonly command: 'connect'
      readonly from: number
      readonly output?: string
      readonly to: number
      readonly port?: number
    }
  | {
      readonly command: 'disconnect'
      readonly edge: number
      /** The type of the edge's records, for the open input. */
      readonly type?: string
    }
  | {
      readonly command: 'disconnectAll'
      readonly edges: readonly number[]
      /** By edge: the type of its records, for the open input. */
      readonly types?: Readonly<Record<number, string>>
    }
  /** Lets another input read what an edge brings. */
  | {
      readonly command: 'retarget'
      readonly edge: number
      readonly to: number
      readonly port?: number
      /** The type of the edge's records, for the input that it leaves open. */
      readonly type?: string
    }
  | { readonly command: 'reconnect'; readonly edge: number; readonly from: number; readonly output?: string }
  /** Lets an operator, with all that follows it, read another stream. */
  | { readonly command: 'moveBranch'; readonly operator: number; readonly from: number; readonly output?: string }
  /** Takes an operator out, and puts it on an edge further up or down. */
  | { readonly command: 'reorder'; readonly operator: number; readonly edge: number }
  /** A second one that reads the same. */
  | { readonly command: 'duplicate'; readonly operator: number }
  /** Second ones that read the same, and each other as the first ones do. */
  | { readonly command: 'duplicateAll'; readonly operators: readonly number[] }
  /** Statements that make streams, from another job file or this one. */
  | { readonly command: 'paste'; readonly text: string; readonly environment: number }
  | { readonly command: 'newEnvironment'; readonly name?: string }
  | {
      readonly command: 'wrapInHelper'
      /** Operators that follow each other in one chain. */
      readonly operators: readonly number[]
      readonly name: string
      /** The type of the records that come in; where nobody knows it, it is that of the stream that is read. */
      readonly type?: string
    }
  | {
      readonly command: 'setStrategy'
      readonly edge: number
      readonly method: string | null
      readonly argument?: string
    }
  | { readonly command: 'setParallelism'; readonly operator: number; readonly parallelism: number | string | null }
  | {
      readonly command: 'setParallelismOfAll'
      readonly operators: readonly number[]
      readonly parallelism: number | string | null
    }
  | {
      readonly command: 'setEnvironmentParallelism'
      readonly environment: number
      readonly parallelism: number | string | null
    }
  | { readonly command: 'rename'; readonly operator: number; readonly name: string | null }
  /** What is given to `execute`. */
  | { readonly command: 'renameJob'; readonly environment: number; readonly name: string | null }
  /** What happens to a record whose function throws. */
  | { readonly command: 'setOnError'; readonly operator: number; readonly policy: 'fail' | 'skip' | null }
  | { readonly command: 'setSlotGroup'; readonly operator: number; readonly group: string | null }
  | { readonly command: 'setUid'; readonly operator: number; readonly uid: string | null }
  | { readonly command: 'setDescription'; readonly operator: number; readonly description: string | null }
  | {
      readonly command: 'setArgument'
      readonly operator: number
      readonly index: number
      /** Empty: an argument that need not be there goes. */
      readonly text: string
      /** The call that leads to the operator's own whose argument it is: `window`, `allowedLateness`, .. */
      readonly of?: string
    }
  | { readonly command: 'changeMethod'; readonly operator: number; readonly method: string }
  | { readonly command: 'extract'; readonly operator: number; readonly variable?: string }

/** One replacement in the text as it was. */
export interface TextEdit {
  readonly offset: number
  readonly length: number
  readonly text: string
}

/** What carries out a command. The edits do not overlap and are in the order of the text. */
export interface Plan {
  readonly edits: readonly TextEdit[]
  /** What to select afterwards, in the new text. */
  readonly select?: TextRange
}

/** Why a command is not carried out: a sentence for the person who gave it. */
export interface Refusal {
  readonly refused: string
}

export const isRefusal = (outcome: Plan | Refusal): outcome is Refusal => 'refused' in outcome

/** Thrown on the way to a plan; `plan` returns it as a `Refusal`. */
export class Refused extends Error {}

export function refuse(reason: string): never {
  throw new Refused(reason)
}
