import ts from 'typescript'
import { byMethod, factories, type MethodEntry } from '../../catalogue/index.ts'
import { bare } from '../reading/static-values.ts'
import { insertCall } from './chain-lines.ts'
import { type Place, refuse } from './command.ts'
import { tagText } from './connections.ts'
import { statementComments } from './descriptions.ts'
import type { Draft } from './draft.ts'
import { environmentName } from './environments.ts'
import { withImports } from './imports.ts'
import { lastSpoken, lastStep, linkOf, linkStart, ownSteps, readOf } from './links.ts'
import { type NamedOperator, variableFor } from './names.ts'
import { insertStatement, isBlockLike, lineEndOf, statementOf } from './statements.ts'
import { needsBroadcast, needsKeys } from './strategies.ts'
import { indentationAt, quoted } from './text-style.ts'
import { addBehind, chainStart, variableOf } from './variables.ts'

/** Writes an operator with a default body, or with given arguments. */
export function addOperator(
  draft: Draft,
  method: string,
  at: Place,
  given: readonly string[] | undefined,
  name: string | undefined,
): void {
  const entry = entryOf(method)
  if ('environment' in at) {
    addAlone(draft, method, entry, at.environment, given, name)
    return
  }
  if (entry.on === 'environment') {
    feedOpenInput(draft, entry, at, given, name)
    return
  }
  const other = entry.arguments.find(({ kind }) => kind === 'stream')
  if (other && given === undefined) refuse(`${method} takes a second stream: add it by itself and connect it`)
  if (entry.on === 'connected' || entry.yields === 'connected')
    refuse(`${method} takes a second stream: add it by itself and connect it`)
  const edge = 'edge' in at ? at.edge : 'before' in at ? edgeInto(draft, at.before, at.port ?? 0) : undefined
  const text = `${cutText(draft, cutOf(method))}${callText(draft, entry, given, name)}`
  if (edge !== undefined) {
    checkBetween(draft, entry, edge)
    if (readsKeys(entry, cutOf(method)) && draft.operator(draft.edge(edge).source).kind !== 'keyBy')
      refuse(`${method} needs a stream with keys: put keyBy before it`)
    const { stream, strategies } = readOf(draft, edge)
    if (strategies.length === 0 && needsBroadcast(draft, edge))
      refuse(`what ${draft.operator(draft.edge(edge).target).name} reads is broadcast further up: add it there`)
    shared(draft, edge)
    const reading = draft.edge(edge).target
    const known = draft.operator(reading).kind === 'opaque' || draft.operator(reading).implied
    const comments = known ? undefined : statementComments(draft, reading)
    if (comments && ts.isIdentifier(bare(stream)) && begunBy(draft, reading, stream)) {
      const variable = variableFor(draft, newOperator(entry, name, draft.edge(edge).source))
      addBefore(draft, stream, comments.ranges[0].pos, text, variable)
      return
    }
    const position = linkStart(draft.text, stream)
    draft.select(insertCall(draft, stream, position, text), method)
    return
  }
  const { after, output = 'main', branch } = at as Extract<Place, { readonly after: number }>
  const target = draft.operator(after)
  if (target.kind === 'sink') refuse('nothing can follow a sink')
  if (branch || output !== 'main') {
    checkPart(entry)
    if (readsKeys(entry, cutOf(method)) && (target.kind !== 'keyBy' || output !== 'main'))
      refuse(`${method} needs a stream with keys: put keyBy before it`)
    const side = output === 'main' ? '' : `.sideOutput(${tagText(draft, output)})`
    const variable = entry.yields === 'end' ? undefined : variableFor(draft, newOperator(entry, name, after))
    addBranch(draft, after, `${side}${text}`, variable, entry.method)
    return
  }
  if (entry.yields === 'end' && (draft.outEdges(after).length > 0 || variableOf(draft, after) !== undefined)) {
    addBranch(draft, after, text, undefined, 'sink')
    return
  }
  if (entry.yields === 'end') checkPart(entry)
  else for (const { id } of draft.outEdges(after)) checkBetween(draft, entry, id)
  if (readsKeys(entry, cutOf(method)) && target.kind !== 'keyBy')
    refuse(`${method} needs a stream with keys: put keyBy before it`)
  if (draft.outEdges(after).some(({ output }) => output !== 'main')) {
    addBesideOutputs(draft, after, text, variableFor(draft, newOperator(entry, name, after)))
    return
  }
  const last = lastSpoken(draft, after)
  const position = linkOf(draft.text, last).to === last.call.end ? last.call.end : linkOf(draft.text, last).to
  draft.select(insertCall(draft, last.call, position, text), method)
}

/** The comment above a statement describes its first operator: a new one before that gets a statement of its own. */
function addBefore(draft: Draft, stream: ts.Expression, at: number, call: string, variable: string): void {
  const { style, text } = draft
  if (!isBlockLike(statementOf(stream).parent))
    refuse('the statement stands where no other one can: edit it in the text')
  const indent = indentationAt(text, at)
  const statement = `const ${variable} = ${stream.getText()}${call}${style.semicolon}`
  draft.select(draft.insert(at, `${statement}${style.lineEnding}${indent}`), variable)
  draft.replace(stream.getStart(), stream.end, variable)
}

/** Whether an operator's statement begins with a stream. */
function begunBy(draft: Draft, operator: number, stream: ts.Expression): boolean {
  return chainStart(ownSteps(draft, operator).begin) === stream.getStart()
}

/** What is known of an operator that is not there yet, for its variable's name. */
function newOperator(
  { method, makes, arguments: args }: MethodEntry,
  name: string | undefined,
  input = -1,
  given?: readonly string[],
): NamedOperator {
  return {
    method,
    kind: makes?.kind ?? 'map',
    name: name ?? '',
    named: name !== undefined,
    arguments: (given ?? args.flatMap(({ initial }) => initial ?? [])).map((text) => ({ text })),
    input,
  }
}

/** Nothing but what keeps the records' keys can stand between a keyBy and what works by key. */
function checkBetween(draft: Draft, entry: MethodEntry, edge: number): void {
  const { method, yields } = entry
  const { target, source } = draft.edge(edge)
  if (draft.operator(source).kind === 'opaque' && draft.operator(target).kind === 'opaque')
    refuse('both ends are read only in part')
  if (yields === 'end') refuse(`${method} ends a branch: it cannot stand before ${draft.operator(target).name}`)
  checkPart(entry)
  if (needsKeys(draft, edge))
    refuse(
      `${draft.operator(target).name} needs the keys that ${draft.operator(source).name} gives: nothing can come between`,
    )
}

function checkPart({ method, yields }: MethodEntry): void {
  if (yields === 'windowed' || yields === 'connected') refuse(`${method} says only a part of an operator`)
}

/** Windows are cut from a stream with keys, unless they are those of the whole stream. */
const readsKeys = ({ on }: MethodEntry, cut?: string) => on === 'keyed' || (on === 'windowed' && cut !== 'timeWindow')

/** One more that reads what others read too: a statement of its own, behind the one that makes the stream. */
function addBranch(draft: Draft, after: number, call: string, variable: string | undefined, part: string): void {
  if (variable !== undefined) draft.given.add(variable)
  const held = variable === undefined ? '' : `const ${variable} = `
  const edit = addBehind(draft, after, (stream) => `${held}${stream}${call}`)
  if (edit) draft.select(edit, part)
}

/** A source in the place of an open input. */
function feedOpenInput(
  draft: Draft,
  entry: MethodEntry,
  at: Exclude<Place, { readonly environment: number }>,
  given: readonly string[] | undefined,
  name: string | undefined,
): void {
  const open = 'before' in at ? draft.edge(edgeInto(draft, at.before, at.port ?? 0)).source : undefined
  if (open === undefined || draft.operator(open).kind !== 'unconnected')
    refuse(`${entry.method} begins a stream: it has no input`)
  const { begin } = ownSteps(draft, open)
  const text = callText(draft, entry, given, name)
  draft.select(draft.replace(begin.receiver.end, lastStep(draft, open).call.end, text), entry.method)
}

/** Behind an operator with a side output that is read: the variable keeps it, and another one has what is new. */
function addBesideOutputs(draft: Draft, after: number, call: string, wanted: string): void {
  const { name } =
    variableOf(draft, after) ??
    refuse(`${draft.operator(after).name} has a side output that is read: extract it to a variable first`)
  for (const { id, output } of draft.outEdges(after)) {
    if (output !== 'main') continue
    const stream = bare(readOf(draft, id).stream)
    if (!ts.isIdentifier(stream) || stream.text !== name)
      refuse('its stream is read in another way: edit it in the text')
    draft.replace(stream.getStart(), stream.end, wanted)
  }
  const edit = addBehind(draft, after, () => `const ${wanted} = ${name}${call}`)
  if (edit) draft.select(edit, wanted)
}

function shared(draft: Draft, edge: number): void {
  const { reader } = draft.syntax.edges[edge]
  if (draft.model.edges.filter(({ id }) => draft.syntax.edges[id].reader === reader).length > 1) {
    refuse('this is the input of a helper that is used several times: edit it in the text')
  }
}

function edgeInto(draft: Draft, operator: number, port: number): number {
  const edges = draft.inEdges(operator).filter((edge) => edge.port === port)
  if (edges.length === 0) refuse(`${draft.operator(operator).name} has no input`)
  return edges[0].id
}

/** A source, or an operator with an open input, as a statement of its own. */
function addAlone(
  draft: Draft,
  method: string,
  entry: MethodEntry,
  environment: number,
  given: readonly string[] | undefined,
  name: string | undefined,
): void {
  checkPart(entry)
  const owner = environmentName(draft, environment)
  const isSource = entry.on === 'environment'
  const cut = cutOf(method)
  const open = `${owner}.unconnected<unknown>()${readsKeys(entry, cut) ? '.keyBy(() => 0)' : ''}`
  const call = callText(draft, entry, given ?? openArguments(entry, open), name)
  const text = `${isSource ? owner : open}${cutText(draft, cut)}${call}`
  const variable = variableFor(draft, newOperator(entry, name, -1, given))
  const held = entry.yields === 'end' ? '' : `const ${variable} = `
  // A source stands first, so that all can read it; others last, so that they can read all.
  const node = draft.syntax.environments[environment]
  const last = lastStatement(draft, environment)
  const [place, where] = isSource
    ? ([lastSource(draft, environment) ?? statementOf(node), 'after'] as const)
    : beforeExecution(draft, environment, last)
  draft.select(insertStatement(draft, place, `${held}${text}`, where), entry.method)
}

/** The statements that build the job end before the empty line that its execution stands behind. */
export function beforeExecution(
  draft: Draft,
  environment: number,
  last: ts.Statement,
): readonly [ts.Statement, 'before' | 'after'] {
  if (!executes(draft, environment, last)) return [last, 'after']
  const { statements } = last.parent as ts.Block
  const previous = statements[statements.indexOf(last) - 1]
  if (previous === undefined || ts.isImportDeclaration(previous)) return [last, 'before']
  const gap = draft.text.slice(lineEndOf(draft.text, previous), last.getStart())
  return /(\r\n|\r|\n)[ \t]*(\r\n|\r|\n)/.test(gap) ? [previous, 'after'] : [last, 'before']
}

/** The defaults, with open inputs for the streams among the arguments. */
function openArguments(entry: MethodEntry, open: string): readonly string[] {
  return entry.arguments.flatMap(({ kind, initial, rest }) => (kind === 'stream' && !rest ? open : (initial ?? [])))
}

/** `window` of `window.count`. */
function cutOf(method: string): string | undefined {
  const [first, then] = method.split('.')
  return then === undefined ? undefined : first
}

function cutText(draft: Draft, cut: string | undefined): string {
  return cut === undefined ? '' : callText(draft, byMethod.stream.get(cut)!, undefined, undefined)
}

function lastSource(draft: Draft, environment: number): ts.Statement | undefined {
  const block = statementOf(draft.syntax.environments[environment]).parent
  let last: ts.Statement | undefined
  for (const { id, kind, environment: own } of draft.model.operators) {
    if (own !== environment || kind !== 'source') continue
    const { step } = draft.syntax.operators[id]
    const statement = statementOf('nameNode' in step ? step.nameNode : step)
    // Only a statement that makes nothing but the source: others may need what comes later.
    if (
      statement.parent === block &&
      'nameNode' in step &&
      step.call &&
      statementOf(step.call).end >= step.call.end &&
      isAlone(statement, step.call)
    ) {
      last = statement
    }
  }
  return last
}

function isAlone(statement: ts.Statement, call: ts.Node): boolean {
  return ts.isVariableStatement(statement) && statement.declarationList.declarations[0]?.initializer === call
}

/** The statement that executes the job; else the last one that builds it. */
export function lastStatement(draft: Draft, environment: number): ts.Statement {
  const block = statementOf(draft.syntax.environments[environment]).parent
  const { executions } = draft.model.environments[environment]
  const statements = (block as ts.Block).statements
  const execution = executions[0]
  if (execution) {
    const found = statements.find(
      (statement) => statement.getStart() <= execution.range.offset && execution.range.offset < statement.end,
    )
    if (found) return found
  }
  return statements.at(-1)!
}

function executes(draft: Draft, environment: number, statement: ts.Statement): boolean {
  return draft.model.environments[environment].executions.some(
    ({ range }) => statement.getStart() <= range.offset && range.offset < statement.end,
  )
}

export function entryOf(method: string): MethodEntry {
  const [first, then] = method.split('.')
  const cut = byMethod.stream.get(first)
  const entry =
    then === undefined
      ? (byMethod.environment.get(first) ?? cut)
      : cut?.yields === 'windowed'
        ? byMethod.windowed.get(then)
        : undefined
  return entry ?? refuse(`there is no operator ${method}`)
}

/** `.map((record) => record)`, with the imports it needs. */
function callText(
  draft: Draft,
  entry: MethodEntry,
  given: readonly string[] | undefined,
  name: string | undefined,
): string {
  const args = given ? [...given] : entry.arguments.flatMap(({ initial }) => initial ?? [])
  const texts = withImports(draft, args, (word) => factories.has(word) || word === 'Collector')
  const index = entry.makes?.nameArgument
  const inArguments = name !== undefined && index !== undefined && index === texts.length
  if (inArguments) texts.push(quoted(name, draft.style))
  const named = name !== undefined && !inArguments ? `.name(${quoted(name, draft.style)})` : ''
  return `.${entry.method}(${texts.join(', ')})${named}`
}
