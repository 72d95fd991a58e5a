import ts from 'typescript'
import { bare } from '../reading/static-values.ts'
import { arrowAround } from './arrows.ts'
import { refuse, type TextEdit } from './command.ts'
import type { Draft } from './draft.ts'
import { environmentName } from './environments.ts'
import { lastStep, ownSteps, readOf } from './links.ts'
import { variableFor } from './names.ts'
import { isFirstInput } from './prediction.ts'
import {
  guarded,
  isBlockLike,
  lineEndOf,
  statementEnd,
  statementLines,
  statementOf,
  statementTop,
  withEmptyLine,
} from './statements.ts'
import { needsKeys } from './strategies.ts'
import { indentationAt, reindented } from './text-style.ts'
import { chainStart, cut, joinOnly, leads, outermost, referenceTo } from './variables.ts'

/** Lets an operator read another one: at its open input, or as one more input of a union. */
export function connect(draft: Draft, from: number, output: string, to: number, port: number): void {
  const [source, target] = [draft.operator(from), draft.operator(to)]
  if (source.kind === 'sink') refuse('nothing can follow a sink')
  if (source.environment !== target.environment) refuse('the operators belong to different jobs')
  if (target.kind === 'source') refuse('a source has no input')
  if (reaches(draft, to, from)) refuse(`${source.name} reads from ${target.name}: a dataflow has no circles`)
  if (target.kind === 'unconnected') {
    replaceOpenInput(draft, from, output, to)
    return
  }
  // A window join reads through the operators that key its inputs.
  const inputs = draft
    .inEdges(to)
    .filter((edge) => edge.port === port)
    .flatMap((edge) => (draft.operator(edge.source).implied ? draft.inEdges(edge.source) : [edge]))
  const open = inputs.find((edge) => draft.operator(edge.source).kind === 'unconnected')
  if (open) {
    replaceOpenInput(draft, from, output, open.source)
    return
  }
  if (target.kind === 'union') {
    const { step } = ownSteps(draft, to)
    const { reference, place } = streamAt(draft, from, output, step.call)
    draft.select(addArgument(draft, step.call, reference), reference)
    place()
    return
  }
  const [input] = inputs
  if (input === undefined) refuse(`${target.name} has no input that could be connected`)
  const { name } = draft.operator(input.source)
  refuse(`${target.name} reads ${name} already: disconnect the two first, or let ${target.name} read a union of both`)
}

function replaceOpenInput(draft: Draft, from: number, output: string, open: number): void {
  const { step } = ownSteps(draft, open)
  const last = lastStep(draft, open)
  const { reference, place } = streamAt(draft, from, output, last.call)
  draft.select(draft.replace(step.receiver.getStart(), last.call.end, reference), reference)
  joinOnly(draft, last.call.end, outermost(last))
  place()
}

/** One more argument, on a line of its own where the last one has one. */
function addArgument(draft: Draft, call: ts.CallExpression, argument: string): TextEdit {
  const { text, style } = draft
  const { arguments: args } = call
  const last = args.at(-1)
  if (last === undefined) return draft.insert(call.end - 1, argument)
  const line = /(\r\n|\r|\n)[ \t]*$/.exec(text.slice(args.pos, last.getStart()))
  if (!line) return draft.insert(last.end, `, ${argument}`)
  if (!args.hasTrailingComma) draft.insert(last.end, ',')
  const end = args.hasTrailingComma ? args.end : last.end
  return draft.insert(
    lineEndOf(text, { end }),
    `${style.lineEnding}${indentationAt(text, last.getStart())}${argument}${args.hasTrailingComma ? ',' : ''}`,
  )
}

/**
 * How the text names a stream at a place. Where it is made further down, the statement at the place, and those that need
 * it, are to be moved behind it: `place` does it, after all other edits.
 */
function streamAt(draft: Draft, from: number, output: string, at: ts.Node): { reference: string; place: () => void } {
  const described = draft.operator(from).name
  const reading = statementOf(at)
  const { call } = lastStep(draft, from)
  const owner = statementOf(call)
  const arrow = arrowAround(call, owner)
  if (arrow && (at.getStart() < arrow.getStart() || at.end > arrow.end))
    refuse(`${described} is made inside of a function: its stream cannot be named here`)
  const { name, from: known } = referenceTo(draft, from)
  const reference = output === 'main' ? name : `${name}.sideOutput(${tagText(draft, output)})`
  if (!visible(owner, reading)) refuse(`${described} is made inside of a function: its stream cannot be named here`)
  if (reading === owner && at.getStart() < known)
    refuse(`${described} is made in the same statement: extract it to a variable first`)
  if (reading === owner || reading.getStart() >= known) return { reference, place: () => {} }
  return { reference, place: () => moveBehind(draft, reading, owner) }
}

/** Moves a statement behind another one of its block, with all statements between that need it. */
function moveBehind(draft: Draft, first: ts.Statement, last: ts.Statement): void {
  const { style, text } = draft
  const { parent } = last
  if (first.parent !== parent || !isBlockLike(parent))
    refuse('what it is to read is made further down, outside of a function: edit it in the text')
  const { statements } = parent as ts.Block
  const moved: ts.Statement[] = []
  const names = new Set<string>()
  for (const statement of statements.slice(statements.indexOf(first), statements.indexOf(last) + 1)) {
    if (statement !== first && !mentions(statement, names)) continue
    if (statement === last) refuse(`${last.getText().split('\n', 1)[0]} needs it itself: edit it in the text`)
    moved.push(statement)
    collectNames(statement, names)
  }
  const taken = moved.map((statement) => {
    const { from, to } = statementLines(text, statement)
    const lines = draft.take(from, to)
    draft.replace(from, withEmptyLine(text, { from, to }).to, '')
    return lines.trim()
  })
  const indent = indentationAt(text, last.getStart())
  draft.insert(
    lineEndOf(text, { end: statementEnd(text, last) }),
    taken.map((lines) => `${style.lineEnding}${indent}${lines}`).join(''),
  )
}

function mentions(node: ts.Node, names: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node) && names.has(node.text)) return true
  return ts.forEachChild(node, (child) => mentions(child, names) || undefined) ?? false
}

/** The names a statement declares, and those it gives other values. */
function collectNames(node: ts.Node, names: Set<string>): void {
  if ((ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node)) && node.name)
    for (const word of node.name.getText().match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []) names.add(word)
  if (ts.isBinaryExpression(node) && ts.isIdentifier(node.left)) names.add(node.left.text)
  if (!ts.isFunctionLike(node)) ts.forEachChild(node, (child) => collectNames(child, names))
}

function visible(owner: ts.Statement, place: ts.Statement): boolean {
  for (let node: ts.Node = place; node; node = node.parent) if (node === owner.parent) return isBlockLike(node)
  return false
}

/** How the text names the tag of a side output. */
export function tagText(draft: Draft, output: string): string {
  let found: string | undefined
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const call = bare(node.initializer)
      const id = ts.isCallExpression(call) && call.arguments[0]
      if (id && ts.isStringLiteralLike(id) && id.text === output && draft.syntax.imports.called(call) === 'outputTag')
        found ??= node.name.text
    }
    ts.forEachChild(node, visit)
  }
  visit(draft.syntax.source)
  return found ?? refuse(`there is no variable for the side output ${output}`)
}

/** Whether records of one operator come to another one. */
export function reaches(draft: Draft, from: number, to: number): boolean {
  const seen = new Set<number>()
  const next = [from]
  for (let id = next.pop(); id !== undefined; id = next.pop()) {
    if (id === to) return true
    if (seen.has(id)) continue
    seen.add(id)
    for (const { target } of draft.outEdges(id)) next.push(target)
  }
  return false
}

/** Takes the input of an operator away: it reads an open stream instead; an input of a union is left out. */
export function disconnect(draft: Draft, edge: number, type = 'unknown'): void {
  const { source, target } = draft.edge(edge)
  const [upstream, reading] = [draft.operator(source), draft.operator(target)]
  if (upstream.kind === 'unconnected') refuse(`${reading.name} is not connected`)
  if (reading.kind === 'opaque') refuse(`${reading.name} is read from the text only in part: edit it there`)
  const { reader, stream } = readOf(draft, edge)
  oneReader(draft, edge)
  if (needsKeys(draft, edge) && upstream.kind === 'keyBy')
    refuse(`${reading.name} needs the keys of ${upstream.name}: disconnect ${upstream.name} instead`)
  const call = reader.parent
  if (reading.kind === 'union' && ts.isCallExpression(call) && call.arguments.includes(reader)) {
    leaveOut(draft, call, reader, !ts.isIdentifier(bare(stream)))
    return
  }
  if (reading.kind === 'union' && isFirstInput(draft.model, edge) && standIn(draft, target, stream)) return
  const open = `${environmentName(draft, reading.environment)}.unconnected<${type}>()`
  const start = stream.getStart()
  if (!ts.isIdentifier(bare(stream))) keep(draft, start, stream.end, lineEndOf(draft.text, stream))
  draft.select(draft.replace(start, stream.end, open), open)
  const { step } = draft.syntax.operators[target]
  if ('nameNode' in step && step.call) joinOnly(draft, stream.end, outermost({ call: step.call }))
}

/** The union is called on its second input instead of its first one. */
function standIn(draft: Draft, union: number, stream: ts.Expression): boolean {
  const { call, args, receiver } = ownSteps(draft, union).step
  const second = args[0]
  if (second === undefined || ts.isSpreadElement(second) || !isPrimary(second)) return false
  if (!ts.isIdentifier(bare(stream))) keep(draft, stream.getStart(), stream.end, lineEndOf(draft.text, stream))
  draft.replace(receiver.getStart(), receiver.end, second.getText())
  leaveOut(draft, call, second, false)
  return true
}

/** Something that a method can be called on as it is written. */
const isPrimary = (node: ts.Expression) =>
  ts.isIdentifier(node) || ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)

/** Takes an argument out, with its line; a chain that is written there stays, as a statement before. */
function leaveOut(draft: Draft, call: ts.CallExpression, argument: ts.Expression, kept: boolean): void {
  const { text } = draft
  const { arguments: args } = call
  const index = args.indexOf(argument)
  const comma = /^\s*,/.exec(text.slice(argument.end))?.[0].length ?? 0
  const lineEnd = lineEndOf(text, { end: argument.end + comma })
  const from = argument.getFullStart()
  const line = /^[ \t]*(\r\n|\r|\n)/.test(text.slice(from)) && /^[ \t]*(\r|\n)/.test(text.slice(lineEnd))
  if (kept) keep(draft, argument.getStart(), argument.end, line ? lineEnd : argument.end, line ? comma : 0)
  if (line) {
    draft.replace(from, lineEnd, '')
    if (comma === 0 && index > 0 && !args.hasTrailingComma) draft.replace(args[index - 1].end, from, '')
  } else if (index > 0) draft.replace(args[index - 1].end, argument.end, '')
  else if (args.length > 1) draft.replace(argument.getStart(), args[1].getStart(), '')
  else draft.replace(args.pos, args.hasTrailingComma ? args.end : argument.end, '')
}

/** The part of a chain that nobody reads any more stays, as a statement of its own, with the comment behind it. */
function keep(draft: Draft, from: number, to: number, lineEnd = to, comma = 0): void {
  const { style, text, syntax } = draft
  const statement = statementOf(nodeAt(syntax.source, from))
  if (!isBlockLike(statement.parent)) refuse('the statement stands where no other one can: edit it in the text')
  for (let node = nodeAt(syntax.source, from); node !== statement; node = node.parent) {
    if (ts.isFunctionLike(node)) refuse('this is inside of an expression of a function: edit it in the text')
  }
  const start = statement.getStart()
  const guard = /;[ \t]*$/.exec(text.slice(0, start))
  const top = guard ? statementTop(text, statement) : start
  const indent = indentationAt(text, top)
  const comment = text.slice(to + comma, lineEnd)
  if (lineEnd > to && comma === 0) draft.replace(to, lineEnd, '')
  const chain = guarded(draft, reindented(draft.take(from, to), indentationAt(text, from), indent))
  draft.insert(top, `${chain}${style.semicolon}${comment}${style.lineEnding}${indent}`)
}

function nodeAt(source: ts.SourceFile, at: number): ts.Node {
  let found: ts.Node = source
  for (let next: ts.Node | undefined = source; next; ) {
    found = next
    next = ts.forEachChild(found, (child) => (child.getStart() <= at && at < child.end ? child : undefined))
  }
  return found
}

function oneReader(draft: Draft, edge: number): void {
  const { reader } = draft.syntax.edges[edge]
  if (draft.model.edges.filter(({ id }) => draft.syntax.edges[id].reader === reader).length > 1) {
    refuse('this is the input of a helper that is used several times: edit it in the text')
  }
}

/** Lets an operator read another stream than before. */
export function reconnect(draft: Draft, edge: number, from: number, output = 'main'): void {
  const { source, target } = draft.edge(edge)
  const reading = draft.operator(target)
  if (source === from && draft.edge(edge).output === output) refuse(`${reading.name} reads that already`)
  if (draft.operator(from).kind === 'sink') refuse('nothing can follow a sink')
  if (draft.operator(from).environment !== reading.environment) refuse('the operators belong to different jobs')
  if (reaches(draft, target, from))
    refuse(`${draft.operator(from).name} reads from ${reading.name}: a dataflow has no circles`)
  if (needsKeys(draft, edge) && draft.operator(from).kind !== 'keyBy')
    refuse(`${reading.name} needs a stream with keys`)
  oneReader(draft, edge)
  const { stream } = readOf(draft, edge)
  const inline = !ts.isIdentifier(bare(stream))
  if (inline && output === 'main' && skipAhead(draft, from, stream)) return
  const { reference, place } = streamAt(draft, from, output, stream)
  if (inline) keep(draft, stream.getStart(), stream.end, lineEndOf(draft.text, stream))
  draft.select(draft.replace(stream.getStart(), stream.end, reference), reference)
  const { step } = draft.syntax.operators[target]
  if (inline && 'nameNode' in step && step.call) joinOnly(draft, stream.end, outermost({ call: step.call }))
  place()
}

/** Lets an operator, with all that follows it, read another stream than before. */
export function moveBranch(draft: Draft, operator: number, from: number, output: string): void {
  const [edge, more] = draft.inEdges(operator)
  const { name } = draft.operator(operator)
  if (edge === undefined) refuse(`${name} has no input that could read something else`)
  if (more) refuse(`${name} has several inputs: say which one is to read something else`)
  reconnect(draft, edge.id, from, output)
}

/**
 * The operator that is to be read stands further up in the same chain: `a.b().c().d()`, with `d` reading `b`, becomes
 * `const bs = a.b()`, `bs.c()`, `bs.d()`.
 */
function skipAhead(draft: Draft, from: number, stream: ts.Expression): boolean {
  const { text } = draft
  const last = lastStep(draft, from)
  let node: ts.Expression = stream
  while (node !== last.call) {
    if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node) || ts.isNonNullExpression(node))
      node = node.expression
    else return false
  }
  const statement = statementOf(stream)
  if (!leads(statement, outermost(last)) || !isBlockLike(statement.parent)) return false
  const name = variableFor(draft, { ...draft.operator(from), input: draft.inEdges(from)[0]?.source ?? -1 })
  const start = chainStart(last)
  const head = text.slice(statement.getStart(), start)
  const indent = indentationAt(text, statement.getStart())
  draft.select(draft.replace(statement.getStart(), start, `const ${name} = `), name)
  joinOnly(draft, start, last.call)
  cut(draft, last.call, `${indent}${name}`)
  joinOnly(draft, last.call.end, stream)
  cut(draft, stream, `${indent}${head}${name}`)
  joinOnly(draft, stream.end, outermost(last))
  return true
}
