import type ts from 'typescript'
import { type JobModel, syntaxOf, type TextRange } from '../../document/index.ts'

/** Where the checker finds the types of a job: ranges of expressions whose types are streams. */
export interface Places {
  /** By operator id. */
  readonly operators: readonly (TextRange | null)[]
  readonly edges: readonly EdgePlace[]
}

export interface EdgePlace {
  /** The operator whose type it is; null where the expression behind the edge tells more. */
  readonly source: number | null
  /** The expression that gives the reader its input. */
  readonly reader: TextRange | null
  /** The operator that has no text of its own, and gives what this edge brings. */
  readonly implied: number | null
}

/** Empty for a model that was not parsed in this thread. */
export function placesOf(model: JobModel): Places {
  const syntax = syntaxOf(model)
  if (syntax === undefined) return { operators: [], edges: [] }
  const { source, operators, edges } = syntax
  return {
    operators: operators.map(({ step }, id) => {
      if (model.operators[id].implied || model.operators[id].kind === 'sink') return null
      return range('nameNode' in step ? step.call : step, source)
    }),
    edges: model.edges.map((edge) => {
      const { reader } = edges[edge.id]
      return {
        source: edge.output === 'main' ? edge.source : null,
        reader: reader ? range(reader, source) : null,
        implied: model.operators[edge.target].implied ? edge.target : null,
      }
    }),
  }
}

function range(node: ts.Node | undefined, source: ts.SourceFile): TextRange | null {
  if (node === undefined) return null
  const offset = node.getStart(source)
  return { offset, length: node.end - offset }
}
