import type {
  DiagramArgument,
  DiagramNode,
  DiagramProblem,
  InputPort,
  OutputPort,
  Shape,
} from 'millrace-webview/shared'
import { type ArgumentEntry, byMethod, iconOf } from '../../catalogue/index.ts'
import type { JobModel, JobOperator } from '../../document/index.ts'
import type { JobTypes } from '../../language/index.ts'
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
  operator: JobOperator,
  tags: ReadonlySet<string>,
  { types, problems }: Annotations,
): DiagramNode {
  const { id, key, kind, method, name, named, parallelism, parallelismText, parallelismOrigin } = operator
  const { description, uid, environment, group, reason, implied } = operator
  const { type, summary } = { type: types?.operators[id] ?? undefined, summary: summaryOf(operator) }
  const { present, absent } = argumentsOf(operator)
  const locked = reason ?? (implied ? 'It is made by the operator behind it.' : undefined)
  return {
    ...{ key, shape: SHAPES[kind] ?? 'transformation', kind, method, name, named, icon: iconOf(kind, method) },
    parallelism: parallelismText ?? parallelism,
    parallelismWritten: parallelismOrigin === 'operator',
    marks: marksOf(operator),
    inputs: inputsOf(kind),
    outputs: outputsOf(operator, tags),
    problems: problems.get(id) ?? [],
    arguments: present,
    absentArguments: absent,
    operators: [id],
    environment,
    groups: groupKeys(model, group),
    ...(summary === undefined ? {} : { summary }),
    ...(description === undefined ? {} : { description }),
    ...(type === undefined ? {} : { type }),
    ...(uid === undefined ? {} : { uid }),
    ...(locked === undefined ? {} : { locked }),
  }
}

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

function argumentsOf(operator: JobOperator): { present: DiagramArgument[]; absent: DiagramArgument[] } {
  const entries = entriesOf(operator)
  const present = operator.arguments.map(({ text }, index) => {
    const entry = entries[index] ?? entries.findLast(({ rest }) => rest)
    return {
      text,
      name: entry?.name ?? `argument ${index + 1}`,
      kind: entry?.kind ?? 'options',
      help: entry?.help ?? '',
    }
  })
  const absent = entries
    .slice(operator.arguments.length)
    .filter(({ rest, name }) => !rest && name !== 'name')
    .map(({ name, kind, help, initial }) => ({ text: initial ?? '', name, kind, help }))
  return { present, absent }
}

/** What the catalogue says of the arguments of the call that makes an operator. */
function entriesOf({ kind, method }: JobOperator): readonly ArgumentEntry[] {
  const table = kind === 'window' ? byMethod.windowed : kind === 'connect' ? byMethod.connected : byMethod.stream
  return (byMethod.environment.get(method) ?? table.get(method))?.arguments ?? []
}
