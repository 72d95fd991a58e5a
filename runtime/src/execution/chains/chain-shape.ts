import type { OperatorInstance, Output } from '../../operators/index.ts'
import type { Outlet } from './outlet.ts'

/** One operator instance of a chain, with where its records go. */
export interface ChainNode {
  /** Index in the chain's nodes; the head is 0, parents come before children. */
  readonly index: number
  readonly operatorId: number
  readonly name: string
  readonly instance: OperatorInstance
  /** Where the instance puts what it emits beside its results. */
  readonly output: Output
  readonly onError: 'fail' | 'skip' | 'sideOutput'
  /** The side output for records on which it fails, with `onError: 'sideOutput'`. */
  readonly errorTag?: string
  readonly outs: readonly ChainOut[]
}

/** An edge out of a node: on to another node of the chain, or out of it. `tag` is its output: `main`, or a side output. */
export type ChainOut =
  | { readonly edgeId: number; readonly tag?: string; readonly node: number }
  | { readonly edgeId: number; readonly tag?: string; readonly outlet: Outlet }

export const MAIN = 'main'

/** How the head gets its records. */
export type HeadInput =
  /** From batches; `key` derives a record's key from it where the batch brings none, by input port. */
  | {
      readonly kind: 'batch'
      readonly keys: boolean
      readonly key?: readonly (((value: unknown) => unknown) | undefined)[]
    }
  /** From a source that computes the record of an index. */
  | { readonly kind: 'indexed'; readonly at: (index: number) => unknown }

export interface ChainShape {
  readonly input: HeadInput
  readonly nodes: readonly ChainNode[]
  readonly checkRecords: boolean | 'some'
  readonly counting: boolean
}
