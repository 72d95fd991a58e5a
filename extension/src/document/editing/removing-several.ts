import type { JobModel } from '../job-model.ts'
import { parse } from '../parse.ts'
import { syntaxOf } from '../syntax.ts'
import { type Command, isRefusal, type Plan, type Refusal, refuse } from './command.ts'
import { ComposedEdits } from './composed-edits.ts'
import { wordsOf } from './sketch.ts'

/**
 * Takes operators out one after another, from the ends of the flow on: what needs the keys of a keyBy goes before it, and
 * a source of which all readers go leaves no open input.
 *
 * @param plan of one command; each step is checked by itself
 */
export function removeAll(
  model: JobModel,
  { operators, types = {} }: Extract<Command, { command: 'removeAll' }>,
  plan: (model: JobModel, command: Command) => Plan | Refusal,
): Plan {
  const { source } = syntaxOf(model)!
  const composed = new ComposedEdits(source.text)
  let now = model
  let kept = ''
  for (const id of [...new Set(operators)].sort((a, b) => b - a)) {
    const operator = placeOf(id, model, now, composed)
    // It went with what read it.
    if (operator === undefined) continue
    const { kind, name } = now.operators[operator]
    if (kind === 'unconnected' && now.edges.some((edge) => edge.source === operator)) {
      kept ||= name
      continue
    }
    const type = types[id]
    const outcome = plan(now, { command: 'remove', operator, ...(type === undefined ? {} : { type }) })
    if (isRefusal(outcome)) refuse(outcome.refused)
    composed.apply(outcome.edits)
    now = parse(composed.text, { fileName: source.fileName })
  }
  if (now === model)
    refuse(kept === '' ? 'nothing is selected' : 'an open input goes when it is connected, or with what reads it')
  return { edits: composed.edits }
}

/** The number an operator has now: found by its place in the text, or where it was moved, by all that is told of it. */
function placeOf(id: number, before: JobModel, now: JobModel, composed: ComposedEdits): number | undefined {
  const operator = before.operators[id] ?? refuse(`there is no operator ${id}`)
  if (now === before) return id
  const { range, implied } = operator
  const offset = composed.placeOf(range.offset)
  const there = now.operators.filter((other) => other.range.offset === offset && other.implied === implied)
  if (offset !== undefined) {
    // An opaque part, or a helper's, makes several at one place: their order is the same.
    const same = before.operators.filter((other) => other.range.offset === range.offset && other.implied === implied)
    return there[same.indexOf(operator)]?.id
  }
  const words = wordsOf(operator)
  const moved = now.operators.filter((other) => wordsOf(other) === words)
  const alike = before.operators.filter((other) => wordsOf(other) === words)
  if (moved.length > 1 || alike.length > 1)
    refuse(`${operator.name} would be written anew beside others like it: remove it by itself`)
  return moved[0]?.id
}
