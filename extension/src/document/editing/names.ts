import ts from 'typescript'
import type { Draft } from './draft.ts'

const PAST: Readonly<Record<string, string>> = {
  map: 'mapped',
  flatMap: 'flat',
  filter: 'filtered',
  reduce: 'reduced',
  inspect: 'inspected',
  union: 'united',
  assignTimestamps: 'timed',
  asyncMap: 'enriched',
  process: 'processed',
  windowJoin: 'joined',
  intervalJoin: 'joined',
}

/** What a name is told from. */
export interface NamedOperator {
  readonly kind: string
  readonly method: string
  readonly name: string
  readonly named: boolean
  readonly arguments: readonly { readonly text: string }[]
  /** The operator it reads; -1 where there is none. */
  readonly input: number
}

/** A name for the variable that is to hold an operator's stream, told from its name, or from its method and its source. */
export function variableFor(draft: Draft, operator: NamedOperator): string {
  return free(draft, telling(draft, operator))
}

function telling(draft: Draft, operator: NamedOperator): string {
  if (operator.named) {
    const name = camelCase(operator.name)
    if (name !== '') return name
  }
  const subject = subjectOf(draft, operator.input)
  const { kind, method } = operator
  if (kind === 'keyBy') {
    const field = /^(['"])(\w+)\1$|\.(\w+)\s*$/.exec(operator.arguments[0]?.text ?? '')
    const by = field?.[2] ?? field?.[3]
    return by ? `${subject}By${upper(camelCase(by))}` : `keyed${upper(subject)}`
  }
  if (kind === 'source' || kind === 'unconnected') return camelCase(fileWord(operator) ?? 'records')
  if (kind === 'sum' || (kind === 'window' && method === 'sum')) return `${subject}Totals`
  if (kind === 'window') return method === 'count' ? `${subject}Counts` : `${subject}PerWindow`
  return `${PAST[method] ?? method}${upper(subject)}`
}

/** What the records are called: the nearest variable upstream. */
function subjectOf(draft: Draft, from: number): string {
  const seen = new Set<number>()
  for (let id: number | undefined = from; id !== undefined && id >= 0 && !seen.has(id); ) {
    seen.add(id)
    const { variable, named, name, kind } = draft.operator(id)
    if (variable) return variable
    if (named && camelCase(name) !== '') return camelCase(name)
    if (kind === 'source') return camelCase(fileWord(draft.operator(id)) ?? 'records')
    id = draft.inEdges(id)[0]?.source
  }
  return 'records'
}

/** `flights` of `readTextFile('data/flights.csv')`. */
function fileWord({ arguments: args }: Pick<NamedOperator, 'arguments'>): string | undefined {
  return /['"`](?:[^'"`]*[/\\])?([A-Za-z]\w*)[^'"`/\\]*\.\w+['"`]/.exec(args[0]?.text ?? '')?.[1]
}

export function camelCase(text: string): string {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? []
  const joined = words
    .map((word, index) => (index === 0 ? word[0].toLowerCase() + word.slice(1) : upper(word)))
    .join('')
  return /^[\p{L}_$]/u.test(joined) ? joined : ''
}

function upper(word: string): string {
  return word === '' ? '' : word[0].toUpperCase() + word.slice(1)
}

const RESERVED = new Set([
  'in',
  'of',
  'new',
  'delete',
  'default',
  'class',
  'function',
  'return',
  'this',
  'if',
  'for',
  'while',
  'switch',
  'case',
  'void',
  'with',
  'export',
  'import',
  'const',
  'let',
  'var',
  'yield',
  'await',
  'enum',
  'null',
  'true',
  'false',
  'try',
  'catch',
  'throw',
  'do',
  'else',
  'super',
  'typeof',
  'instanceof',
  'break',
  'continue',
  'finally',
  'extends',
  'debugger',
])

/** The name itself, or with a number where the file uses it already. */
export function free(draft: Draft, name: string): string {
  const taken = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) taken.add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(draft.syntax.source)
  let candidate = name
  for (let count = 2; taken.has(candidate) || RESERVED.has(candidate); count++) candidate = `${name}${count}`
  return candidate
}
