import type ts from 'typescript'
import type { ChainCall, ChainStep } from './reading/chain.ts'

/** The syntax behind an operator. */
export interface OperatorSyntax {
  /** The call that makes it; for an opaque one the text that is not understood. */
  readonly step: ChainStep | ts.Node
  /** Calls on its stream that speak of it. */
  readonly settings: ChainCall[]
}

/** The syntax behind a model: what edits are made from. */
export interface JobSyntax {
  readonly source: ts.SourceFile
  /** By operator id. */
  readonly operators: readonly OperatorSyntax[]
}

const linked = new WeakMap<object, JobSyntax>()

/** Kept beside the model, which is plain data and may be sent. */
export function linkSyntax(model: object, syntax: JobSyntax): void {
  linked.set(model, syntax)
}

/** The syntax behind a model that `parse` returned in this thread, else undefined. */
export function syntaxOf(model: object): JobSyntax | undefined {
  return linked.get(model)
}
