import {
  applyEdits,
  type Command,
  isRefusal,
  type JobModel,
  parse,
  plan,
} from '../../../../extension/src/document/index.ts'

const head = `import { Environment, print } from 'millrace'

const env = new Environment()

`

/** A command that names operators by their name, method or variable, and edges as `from -> to`. */
export type Named = { readonly command: string } & Readonly<Record<string, unknown>>

/**
 * The text after a command, or `refused: ..`. A text without an import stands behind the usual beginning, which is left
 * out of the result where the command left it as it was.
 */
export function edited(text: string, command: Named): string {
  const body = text.startsWith('\n') ? text.slice(1) : text
  const whole = body.includes('import ') ? body : head + body
  const model = parse(whole)
  const outcome = plan(model, resolve(model, command) as Command)
  if (isRefusal(outcome)) return `refused: ${outcome.refused}`
  const result = applyEdits(whole, outcome.edits)
  return `\n${whole !== body && result.startsWith(head) ? result.slice(head.length) : result}`
}

/** The text that a command selects afterwards. */
export function selected(text: string, command: Named): string {
  const model = parse(head + text)
  const outcome = plan(model, resolve(model, command) as Command)
  if (isRefusal(outcome)) return `refused: ${outcome.refused}`
  const { offset, length } = outcome.select!
  return applyEdits(head + text, outcome.edits).slice(offset, offset + length)
}

const OPERATORS = new Set(['operator', 'from', 'to', 'after', 'before', 'source', 'last'])

function resolve(model: JobModel, value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    if (OPERATORS.has(key)) return operatorOf(model, value)
    if (key === 'edge') return edgeOf(model, value)
    if (key === 'environment') return model.environments.findIndex(({ variable }) => variable === value)
  }
  if (Array.isArray(value)) {
    if (key === 'edges') return value.map((name) => edgeOf(model, name))
    return key === 'operators' ? value.map((name) => operatorOf(model, name)) : value
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolve(model, inner, name)]))
}

/** `name`, or `name#2` for the second one of that name. */
function operatorOf(model: JobModel, given: string): number {
  const [wanted, number = '1'] = given.split('#')
  const named = model.operators.filter(({ name }) => name === wanted)
  const found = named.length > 0 ? named : model.operators.filter((o) => o.variable === wanted || o.method === wanted)
  const operator = found[Number(number) - 1]
  if (operator === undefined) throw new Error(`no operator ${given} among ${model.operators.map((o) => o.name).join()}`)
  return operator.id
}

function edgeOf(model: JobModel, given: string): number {
  const [source, target] = given.split(' -> ').map((name) => operatorOf(model, name))
  const edge = model.edges.find((known) => known.source === source && known.target === target)
  if (edge === undefined) throw new Error(`no edge ${given}`)
  return edge.id
}
