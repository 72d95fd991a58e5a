import { parse } from '../../../extension/src/document/index.ts'
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
  readonly maxParallelism?: number
  /** In the order in which running the file makes them. */
  readonly operators: readonly TextOperator[]
  readonly edges: readonly Omit<Edge, 'position'>[]
}

/** The jobs of a file, in the order in which they are made. The one place that knows who reads the text. */
export function graphFromText(text: string): readonly TextJob[] {
  const model = parse(text)
  return model.environments.map(({ id, maxParallelism }) => {
    const operators = model.operators.filter(({ environment }) => environment === id)
    const numbers = new Map(operators.map((operator, index) => [operator.id, index]))
    const edges = model.edges.filter(({ target }) => numbers.has(target))
    return {
      ...(maxParallelism === undefined ? {} : { maxParallelism }),
      operators: operators.map((operator, index) => ({
        ...operator,
        id: index,
        kind: operator.kind,
        offset: operator.range.offset,
        unknown: [
          ...(operator.nameText === undefined ? [] : ['name' as const]),
          ...(operator.parallelismText === undefined ? [] : ['parallelism' as const]),
        ],
        ...(operator.kind === 'opaque' ? { opaque: true as const } : {}),
      })),
      edges: edges.map((edge, index) => ({
        ...edge,
        id: index,
        source: numbers.get(edge.source)!,
        target: numbers.get(edge.target)!,
      })),
    }
  })
}
