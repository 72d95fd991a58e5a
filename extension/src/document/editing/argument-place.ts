import type { ArgumentEntry } from '../../catalogue/index.ts'
import { byMethod, entryOf } from '../../catalogue/index.ts'
import type { JobModel } from '../job-model.ts'
import type { ChainCall } from '../reading/chain.ts'
import { Refused, refuse } from './command.ts'
import { Draft } from './draft.ts'
import { lineBreakFor, linkOf, ownSteps } from './links.ts'

/** Where the text of an argument goes: between `before` and `behind`, in the place of `from` to `to`. */
export interface ArgumentPlace {
  readonly from: number
  readonly to: number
  readonly before: string
  readonly behind: string
  /** What the catalogue says of it. */
  readonly entry: ArgumentEntry | undefined
  /** What goes when the argument goes; undefined where it must be there. */
  readonly whole?: { readonly from: number; readonly to: number }
}

/** The place of an argument that somebody is writing; undefined where none can be written. */
export function whereArgument(
  model: JobModel,
  operator: number,
  index: number,
  of?: string,
): ArgumentPlace | undefined {
  try {
    return argumentPlace(new Draft(model), operator, index, of)
  } catch (error) {
    if (error instanceof Refused) return undefined
    throw error
  }
}

/**
 * The place of an argument, also of one that is not there yet.
 *
 * @param of the call that leads to the operator's own whose argument it is, as `window` does; its own by default
 */
export function argumentPlace(draft: Draft, operator: number, index: number, of?: string): ArgumentPlace {
  const { step } = ownSteps(draft, operator)
  const { kind, method, name } = draft.operator(operator)
  if (of === undefined) return placeIn(step, index, entryOf(kind, method)?.arguments)
  const { calls } = draft.syntax.operators[operator]
  const call = calls.findLast((made) => made.name === of)
  const known = byMethod.windowed.get(of)
  if (call) {
    refuseShared(draft, operator, call)
    const entries = (known ?? byMethod.stream.get(of))?.arguments
    const place = placeIn(call, index, entries)
    return index === 0 && known ? { ...place, whole: linkOf(draft.text, call) } : place
  }
  const last = calls.at(-1)
  if (last === undefined || known === undefined || known.makes) return refuse(`${name} has no ${of}(..)`)
  refuseShared(draft, operator, last)
  if (index > 0) refuse(`argument ${index + 1} can be written when the ones before it are there`)
  const { end } = last.call
  const before = `${lineBreakFor(draft, last.call)}.${of}(`
  return { from: end, to: end, before, behind: ')', entry: known.arguments[0], whole: { from: end, to: end } }
}

function placeIn(
  { call, args }: ChainCall,
  index: number,
  entries: readonly ArgumentEntry[] | undefined,
): ArgumentPlace {
  if (index > args.length) refuse(`argument ${index + 1} can be written when the ones before it are there`)
  const entry = entries?.[index]
  const argument = args[index]
  const { pos } = call.arguments
  if (argument) {
    const place = { from: argument.getStart(), to: argument.end, before: '', behind: '', entry }
    const isLast = index === args.length - 1
    const whole = { from: index > 0 ? args[index - 1].end : pos, to: argument.end }
    return entry?.optional && isLast ? { ...place, whole } : place
  }
  const end = index > 0 ? args[index - 1].end : pos
  const to = index > 0 ? end : call.end - 1
  const place = { from: end, to, before: index > 0 ? ', ' : '', behind: '', entry }
  return entry?.optional ? { ...place, whole: { from: end, to: end } } : place
}

/** A call that a variable holds may lead to several operators. */
function refuseShared({ syntax, model }: Draft, operator: number, { call, name }: ChainCall): void {
  const others = model.operators.filter(
    ({ id }) => id !== operator && syntax.operators[id].calls.some((other) => other.call === call),
  )
  if (others.length > 0) refuse(`${others[0].name} has the same ${name}(..): edit it in the text`)
}
