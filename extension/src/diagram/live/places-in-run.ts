import type { Diagram } from 'millrace-webview/shared'
import { graphOf, type JobModel } from '../../document/index.ts'
import { matchRun, type RunGraph } from './operators-of-run.ts'

/** An operator of the text, as a job that is built from it knows it. */
export interface OperatorInJob {
  /** Number of the job in its file, and the name its `execute` gives it. */
  readonly job: number
  readonly jobName: string
  /** The operator's id; where the text does not tell all of the job its uid or name. */
  readonly operator: number | string
  readonly name: string
}

/** @param id of an operator of the model */
export function operatorInJob(model: JobModel, id: number): OperatorInJob | undefined {
  const operator = model.operators.find((one) => one.id === id)
  if (!operator) return undefined
  const { environment, name, uid } = operator
  const { operators } = graphOf(model, environment)
  const isKnown = operators.every(({ kind }) => kind !== 'opaque')
  return {
    job: environment,
    jobName: jobNameOf(model, environment),
    operator: isKnown ? operators.findIndex((one) => one.id === id) : (uid ?? name),
    name,
  }
}

/** The name of a job, as `execute` gets it; empty where the text does not tell it. */
export function jobNameOf({ environments }: JobModel, environment: number): string {
  return environments[environment]?.name ?? ''
}

/** Numbers of the edges that an arrow or a box of a diagram stands for: of a box those that lead out, else those that lead in. */
export function edgesAt(model: JobModel, { nodes, edges }: Pick<Diagram, 'nodes' | 'edges'>, key: string): number[] {
  const arrow = edges.find((edge) => edge.key === key)
  if (arrow) return [arrow.edge]
  return edgesOfOperators(model, nodes.find((node) => node.key === key)?.operators ?? [])
}

/** Numbers of the edges that lead out of some operators, else of those that lead into them. */
export function edgesOfOperators({ edges }: JobModel, operators: readonly number[]): number[] {
  const inside = new Set(operators)
  const out = edges.filter(({ source, target }) => inside.has(source) && !inside.has(target))
  const found = out.length > 0 ? out : edges.filter(({ target }) => inside.has(target))
  return found.map(({ id }) => id)
}

/** A job of a run or a preview, with its graph. */
export interface JobGraph {
  readonly job: number
  readonly name: string
  readonly graph: RunGraph
}

/** The first of some edges of the model that a job has: which job, and the edge's id there. */
export function edgeInRun(
  model: JobModel,
  jobs: readonly JobGraph[],
  wanted: readonly number[],
): { readonly job: number; readonly edge: number } | undefined {
  const matchings = jobs.map(({ job, name, graph }) => ({ job, edges: matchRun(model, graph, name, job).edges }))
  for (const number of wanted) {
    for (const { job, edges } of matchings) {
      for (const [edge, at] of edges) if (at === number) return { job, edge }
    }
  }
  return undefined
}
