import type { JobModel, JobOperator } from '../job-model.ts'
import { linkSyntax, syntaxOf } from '../syntax.ts'
import { align } from './align.ts'
import { type Trace, traceText } from './trace.ts'

/** What an operator is recognised by; one that a helper makes also by the helper's call. */
export function traceOf(model: JobModel, operator: JobOperator): Trace {
  const { uid, name, named, variable, method, arguments: args } = operator
  const calls: string[] = []
  for (let id = operator.group; id !== undefined; id = model.groups[id].parent) calls.unshift(model.groups[id].call)
  return {
    ...(uid === undefined ? {} : { uid }),
    ...(named ? { name } : {}),
    ...(variable === undefined ? {} : { variable }),
    method,
    text: traceText([...calls, args.map(({ text }) => text).join(', ')].join(': ')),
  }
}

/**
 * The model of a text with the keys that its operators had in the text before it, so that what is remembered of an
 * operator (its place, what is selected) stays with it. An operator that is not found again for certain gets a new key.
 */
export function carryKeys(before: JobModel, after: JobModel): JobModel {
  const matches = align(tracesOf(before), tracesOf(after))
  const taken = new Set(matches.flatMap((match) => (match === undefined ? [] : [before.operators[match].key])))
  const operators = after.operators.map((operator, index) => {
    const match = matches[index]
    if (match !== undefined) return withKey(operator, before.operators[match].key)
    const key = freeKey(operator.key, taken)
    taken.add(key)
    return withKey(operator, key)
  })
  const carried = { ...after, operators }
  const syntax = syntaxOf(after)
  if (syntax) linkSyntax(carried, syntax)
  return carried
}

export function tracesOf(model: JobModel): Trace[] {
  return model.operators.map((operator) => traceOf(model, operator))
}

function withKey(operator: JobOperator, key: string): JobOperator {
  return operator.key === key ? operator : { ...operator, key }
}

function freeKey(key: string, taken: ReadonlySet<string>): string {
  let free = key
  for (let count = 2; taken.has(free); count++) free = `${key} ${count}`
  return free
}
