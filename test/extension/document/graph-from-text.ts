import { readJob } from '../../../extension/src/document/index.ts'
import type { Edge, Operator } from '../../../runtime/src/graph/index.ts'

/** An operator as the text has it. */
export interface TextOperator
  extends Pick<Operator, 'id' | 'kind' | 'name' | 'uid' | 'parallelism' | 'slotGroup' | 'onError' | 'errorTag'> {
  /** Where the name of its method begins. */
  readonly offset: number
  /** What the text does not say of it, such as the value of an expression: it is there, but means nothing. */
  readonly unknown?: readonly ('name' | 'uid' | 'parallelism' | 'slotGroup')[]
  /** It stands for what cannot be read. */
  readonly opaque?: true
}

/** One job, as its text says. */
export interface TextJob {
  /** In the order in which running the file makes them. */
  readonly operators: readonly TextOperator[]
  readonly edges: readonly Omit<Edge, 'position'>[]
}

/** The jobs of a file, in the order in which they are executed. The one place that knows who reads the text. */
export function graphFromText(text: string): readonly TextJob[] {
  const { operators, edges } = readJob(text)
  return [{ operators: operators.map((operator) => ({ ...operator, offset: operator.range.offset })), edges }]
}
