import { strategyMethods } from '../../catalogue/index.ts'
import type { JobModel } from '../job-model.ts'
import { type Command, type Plan, refuse } from './command.ts'
import { type PlanOne, Steps } from './steps.ts'

/** Takes several inputs away: what read them reads open streams instead. */
export function disconnectAll(
  model: JobModel,
  { edges, types = {} }: Extract<Command, { command: 'disconnectAll' }>,
  plan: PlanOne,
): Plan {
  const steps = new Steps(model, plan)
  const targetOf = (id: number) => (model.edges[id] ?? refuse(`there is no edge ${id}`)).target
  // With the flow, so that what still reads something stays where it is; the inputs of one operator from the last one on.
  for (const id of [...new Set(edges)].sort((a, b) => targetOf(a) - targetOf(b) || b - a)) {
    const edge = steps.edge(id)
    if (edge === undefined) continue
    const type = types[id]
    steps.run({ command: 'disconnect', edge, ...(type === undefined ? {} : { type }) })
  }
  if (steps.now === model) refuse('nothing is selected')
  return { edits: steps.edits }
}

/** Lets another input read what an edge brings; what read it before has an open input then. */
export function retarget(
  model: JobModel,
  { edge: id, to, port = 0, type }: Extract<Command, { command: 'retarget' }>,
  plan: PlanOne,
): Plan {
  const edge = model.edges[id] ?? refuse(`there is no edge ${id}`)
  const { source, output, target } = edge
  if (target === to && edge.port === port) refuse(`${model.operators[to].name} reads that already`)
  const steps = new Steps(model, plan)
  // The new reader first: what is read then has a name already, and its text stays where it is.
  steps.run({ command: 'connect', from: source, output, to, port })
  keepStrategy(steps, edge, to, port)
  const old = steps.edge(id) ?? refuse('the arrow cannot be found again: edit it in the text')
  steps.run({ command: 'disconnect', edge: old, ...(type === undefined ? {} : { type }) })
  return { edits: steps.edits }
}

/** A strategy that is written moves with the arrow. */
function keepStrategy(
  steps: Steps,
  { written, strategy, argument, source }: JobModel['edges'][number],
  to: number,
  port: number,
): void {
  const method = written ? strategyMethods.find((entry) => entry.strategy === strategy)?.method : undefined
  if (method === undefined) return
  const [from, target] = [steps.operator(source), steps.operator(to)]
  const made = steps.now.edges.findLast(
    (other) => other.source === from && other.target === target && other.port === port,
  )
  if (made === undefined || (made.written && made.strategy === strategy)) return
  steps.run({ command: 'setStrategy', edge: made.id, method, ...(argument === undefined ? {} : { argument }) })
}
