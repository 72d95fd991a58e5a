import type { DiagramNode, DiagramProblem, InputPort, OutputPort, Shape } from 'millrace-webview/shared'
import { iconOf } from '../../catalogue/index.ts'
import type { JobModel, JobOperator } from '../../document/index.ts'
import type { JobTypes } from '../../language/index.ts'
import { alternativesOf, argumentsOf, callsOf, helpOf } from './arguments.ts'
import { groupKeys } from './groups.ts'
import { summaryOf } from './summary.ts'

const SHAPES: Readonly<Record<string, Shape>> = {
  source: 'source',
  unconnected: 'open',
  keyBy: 'keyed',
  reduce: 'keyed',
  sum: 'keyed',
  window: 'window',
  windowJoin: 'join',
  intervalJoin: 'join',
  connect: 'join',
  sink: 'sink',
  opaque: 'opaque',
}
const TWO_INPUTS = new Set(['windowJoin', 'intervalJoin', 'connect'])
const NO_FUNCTION = new Set(['source', 'union', 'unconnected'])
const NO_INPUT = new Set(['source', 'unconnected'])

export interface Annotations {
  readonly types: JobTypes | undefined
  /** By number of the operator. */
  readonly problems: ReadonlyMap<number, readonly DiagramProblem[]>
}

/**
 * The box of one operator.
 *
 * @param tags of the side outputs that something reads
 */
export function nodeOf(
  model: JobModel,
  made: JobOperator,
  tags: ReadonlySet<string>,
  { types, problems }: Annotations,
): DiagramNode {
  // The call that makes it too says nothing of it.
  const operator = made.implied ? { ...made, method: made.kind, arguments: [] } : made
  const { id, key, kind, method, name, named, parallelism, parallelismText, parallelismOrigin } = operator
  const { onError, slotGroup, description, uid, environment, group, reason, implied } = operator
  // One literal: a large job has every box made anew at each keystroke, and spreading objects takes most of the time.
  const node: Mutable<DiagramNode> = {
    key,
    shape: SHAPES[kind] ?? 'transformation',
    kind,
    method,
    name,
    named,
    icon: iconOf(kind, method),
    parallelism: parallelismText ?? parallelism,
    parallelismWritten: parallelismOrigin === 'operator',
    marks: marksOf(operator),
    inputs: inputsOf(kind),
    outputs: outputsOf(operator, tags),
    problems: problems.get(id) ?? [],
    ...argumentsOf(operator),
    operators: [id],
    environment,
    groups: groupKeys(model, group),
  }
  const calls = callsOf(operator)
  if (calls.length > 0) node.calls = calls
  const help = helpOf(operator)
  if (help !== undefined) node.help = help
  const alternatives = alternativesOf(operator)
  if (alternatives.length > 0) node.alternatives = alternatives
  const summary = summaryOf(operator)
  if (summary !== undefined) node.summary = summary
  if (description !== undefined) node.description = description
  const type = types?.operators[id]
  if (type) node.type = type
  if (uid !== undefined) node.uid = uid
  const locked = reason ?? (implied ? 'It is made by the operator behind it.' : undefined)
  if (locked !== undefined) node.locked = locked
  else if (!NO_FUNCTION.has(kind)) node.onError = onError
  if (slotGroup !== 'default') node.slotGroup = slotGroup
  return node
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

function marksOf({ kind, arguments: args }: JobOperator): DiagramNode['marks'] {
  const text = args.map((argument) => argument.text).join('\n')
  return [
    ...(kind === 'window' || kind === 'windowJoin' ? (['window'] as const) : []),
    ...(/\bonTimer\b/.test(text) ? (['timer'] as const) : []),
  ]
}

function inputsOf(kind: string): InputPort[] {
  if (NO_INPUT.has(kind)) return []
  if (!TWO_INPUTS.has(kind)) return [{ port: 0 }]
  return [
    { port: 0, name: 'left' },
    { port: 1, name: 'right' },
  ]
}

function outputsOf({ kind, errorTag }: JobOperator, read: ReadonlySet<string>): OutputPort[] {
  if (kind === 'sink') return []
  const tags = errorTag === undefined ? read : new Set([...read, errorTag])
  if (tags.size === 0) return [{ output: 'main' }]
  return [{ output: 'main', name: 'main' }, ...[...tags].map((output) => ({ output, name: output }))]
}
