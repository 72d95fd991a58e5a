import type { TextRange } from '../../document/index.ts'

/** An argument as somebody is writing it, before it is in the document. */
export interface Draft {
  /** The argument's place in the document. */
  readonly range: TextRange
  /** What is to stand there, and what goes around it where there is nothing yet: a comma, or a call. */
  readonly text: string
  readonly before: string
  readonly behind: string
}

export type DraftQuestion =
  /** What is wrong inside of the draft. */
  | { readonly about: 'check' }
  /** What is at an offset of the draft. */
  | { readonly about: 'hover'; readonly offset: number }
  | { readonly about: 'complete'; readonly offset: number }

/** The answer to one question; the other fields are absent. Offsets count from the beginning of the draft. */
export interface DraftAnswer {
  readonly problems?: readonly { readonly range: TextRange; readonly message: string }[]
  /** As TypeScript writes it: `(parameter) f: Flight`. */
  readonly hover?: { readonly range: TextRange; readonly text: string } | null
  readonly completions?: readonly { readonly label: string; readonly kind: string }[]
}
