import type { OperatorInstance } from '../../operators/index.ts'
import type { Outlet } from './outlet.ts'

/** One operator instance of a chain, with where its records go. */
export interface ChainNode {
  /** Index in the chain's nodes; the head is 0, parents come before children. */
  readonly index: number
  readonly operatorId: number
  readonly name: string
  readonly instance: OperatorInstance
  readonly onError: 'fail' | 'skip'
  readonly outs: readonly ChainOut[]
}

/** An edge out of a node: on to another node of the chain, or out of it. */
export type ChainOut =
  | { readonly edgeId: number; readonly node: number }
  | { readonly edgeId: number; readonly outlet: Outlet }

/** How the head gets its records. */
export type HeadInput =
  /** From batches; `key` derives a record's key from it where the batch brings none. */
  | { readonly kind: 'batch'; readonly keys: boolean; readonly key?: (value: unknown) => unknown }
  /** From a source that computes the record of an index. */
  | { readonly kind: 'indexed'; readonly at: (index: number) => unknown }

export interface ChainShape {
  readonly input: HeadInput
  readonly nodes: readonly ChainNode[]
  /** Hold records to the rules of cross-thread edges, and freeze them, on every edge. */
  readonly checkRecords: boolean
  readonly counting: boolean
}
