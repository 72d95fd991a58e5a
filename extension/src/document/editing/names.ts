import ts from 'typescript'
import { refuse } from './command.ts'
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
  /** Its number, if it is there already. */
  readonly id?: number
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
  const read = operator.id === undefined ? undefined : readAs(draft, operator.id)
  if (kind === 'keyBy') {
    const field = /^(['"])(\w+)\1$|\.(\w+)\s*$/.exec(operator.arguments[0]?.text ?? '')
    const by = field?.[2] ?? field?.[3]
    return by ? `${subject}By${upper(camelCase(by))}` : `keyed${upper(subject)}`
  }
  if (kind === 'source' || kind === 'unconnected') return camelCase(fileWord(operator) ?? '') || (read ?? 'records')
  if (subject === 'records' && kind === 'sum') return 'totals'
  if (kind === 'sum' || (kind === 'window' && method === 'sum')) return `${singular(subject)}Totals`
  if (kind === 'window') return method === 'count' ? `${singular(subject)}Counts` : `${subject}PerWindow`
  // What comes out of a function may be something else: whoever reads it calls it by its name.
  if (read !== undefined && read !== subject && RENAMING.has(kind)) return read
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
    if (kind === 'source') return camelCase(fileWord(draft.operator(id)) ?? '') || (readAs(draft, id) ?? 'records')
    const read = RENAMING.has(kind) ? readAs(draft, id) : undefined
    if (read !== undefined) return read
    id = draft.inEdges(id)[0]?.source
  }
  return 'records'
}

const RENAMING: ReadonlySet<string> = new Set(['map', 'flatMap', 'asyncMap', 'process', 'connect'])
const SAYS_NOTHING: ReadonlySet<string> = new Set([
  'record',
  'value',
  'item',
  'element',
  'entry',
  'row',
  'it',
  'acc',
  'index',
])

/** `flights` where a function that reads the operator begins with `(flight) =>`. */
function readAs(draft: Draft, operator: number): string | undefined {
  for (const { target, output } of draft.outEdges(operator)) {
    const { arguments: args, kind } = draft.operator(target)
    if (output !== 'main' || kind === 'opaque' || kind === 'reduce') continue
    const word = /^(?:async\s*)?(?:\(\s*)?([a-z][A-Za-z]{2,})\s*(?:[):,]|=>)/.exec(args[0]?.text ?? '')?.[1]
    if (word !== undefined && !SAYS_NOTHING.has(word)) return plural(word)
  }
  return undefined
}

function plural(word: string): string {
  if (/(s|x|ch|sh)$/.test(word)) return /[^s]s$/.test(word) ? word : `${word}es`
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`
}

function singular(word: string): string {
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`
  return /[^s]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word
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

/** Refuses what cannot be the name of a new variable. */
export function checkVariable(draft: Draft, name: string): void {
  if (!/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) || RESERVED.has(name)) refuse(`${name} is no name for a variable`)
  if (free(draft, name) !== name) refuse(`the file uses the name ${name} already`)
}

/** The name itself, or with a number where the file uses it already. */
export function free(draft: Draft, name: string): string {
  const taken = new Set(draft.given)
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) taken.add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(draft.syntax.source)
  let candidate = name
  const [, base, number = '1'] = /^(.*?)(\d*)$/.exec(name)!
  for (let count = Number(number || 1) + 1; taken.has(candidate) || RESERVED.has(candidate); count++)
    candidate = `${base}${count}`
  return candidate
}
