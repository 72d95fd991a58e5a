import type { JobModel } from '../job-model.ts'
import { type Command, type Plan, refuse } from './command.ts'
import { type PlanOne, Steps } from './steps.ts'

/**
 * Takes operators out one after another, from the ends of the flow on: what needs the keys of a keyBy goes before it, and
 * a source of which all readers go leaves no open input.
 */
export function removeAll(
  model: JobModel,
  { operators, types = {} }: Extract<Command, { command: 'removeAll' }>,
  plan: PlanOne,
): Plan {
  const steps = new Steps(model, plan)
  let kept = ''
  for (const id of [...new Set(operators)].sort((a, b) => b - a)) {
    const operator = steps.operator(id)
    // It went with what read it.
    if (operator === undefined) continue
    const { kind, name } = steps.now.operators[operator]
    if (kind === 'unconnected' && steps.now.edges.some((edge) => edge.source === operator)) {
      kept ||= name
      continue
    }
    const type = types[id]
    steps.run({ command: 'remove', operator, ...(type === undefined ? {} : { type }) })
  }
  if (steps.now === model)
    refuse(kept === '' ? 'nothing is selected' : 'an open input goes when it is connected, or with what reads it')
  return { edits: steps.edits }
}
