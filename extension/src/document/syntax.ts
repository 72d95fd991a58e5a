import type ts from 'typescript'
import type { ChainCall, ChainStep } from './reading/chain.ts'
import type { Imports } from './reading/imports.ts'

/** The syntax behind an operator. */
export interface OperatorSyntax {
  /** The call that makes it; for an opaque one the text that is not understood. */
  readonly step: ChainStep | ts.Node
  /** The first call of it: `window(..)` of a window's function; the same as `step` where there is one. */
  readonly begin: ChainStep | ts.Node
  /** The calls that lead to `step`, in their order; empty where there is one. */
  readonly calls: readonly ChainCall[]
  /** Calls on its stream that speak of it. */
  readonly settings: ChainCall[]
}

/** The syntax behind an edge. */
export interface EdgeSyntax {
  /** The expression that gives the operator its input, with the partition calls; undefined where a list gives it. */
  readonly reader: ts.Expression | undefined
  /** The partition calls on the stream, also those made where a variable got it. */
  readonly strategies: readonly ChainCall[]
}

/** The syntax behind a model: what edits are made from. */
export interface JobSyntax {
  readonly source: ts.SourceFile
  /** By operator id. */
  readonly operators: readonly OperatorSyntax[]
  /** By edge id. */
  readonly edges: readonly EdgeSyntax[]
  /** By number. */
  readonly environments: readonly ts.Expression[]
  readonly imports: Imports
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
