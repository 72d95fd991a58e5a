import ts from 'typescript'
import { bare } from '../reading/static-values.ts'
import { refuse } from './command.ts'
import type { Draft } from './draft.ts'
import { lastStep, ownSteps, readOf } from './links.ts'
import { variableFor } from './names.ts'
import { needsKeys } from './strategies.ts'
import { indentationAt } from './text-style.ts'
import { chainStart, isBlockLike, leads, outermost, referenceTo, statementOf } from './variables.ts'

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
  const inputs = draft.inEdges(to).filter((edge) => edge.port === port)
  const open = inputs.find((edge) => draft.operator(edge.source).kind === 'unconnected')
  if (open) {
    replaceOpenInput(draft, from, output, open.source)
    return
  }
  if (target.kind === 'union') {
    const { step } = ownSteps(draft, to)
    const reference = streamText(draft, from, output, step.call)
    const last = step.args.at(-1)
    draft.select(
      last ? draft.insert(last.end, `, ${reference}`) : draft.insert(step.call.end - 1, reference),
      reference,
    )
    return
  }
  refuse(
    inputs.length > 0
      ? `${target.name} has an input already: disconnect that first, or put a union before it`
      : `${target.name} has no input that could be connected`,
  )
}

function replaceOpenInput(draft: Draft, from: number, output: string, open: number): void {
  const { step } = ownSteps(draft, open)
  const last = lastStep(draft, open)
  const reference = streamText(draft, from, output, last.call)
  draft.select(draft.replace(step.receiver.getStart(), last.call.end, reference), reference)
}

/** How the text names a stream at a place. */
function streamText(draft: Draft, from: number, output: string, at: ts.Node): string {
  const { name, from: known } = referenceTo(draft, from)
  const place = statementOf(at)
  const owner = statementOf(lastStep(draft, from).call)
  if (place.getStart() < known && place !== owner) {
    refuse(
      `${draft.operator(from).name} is made further down in the text: move it above ${place.getText().slice(0, 30)} first`,
    )
  }
  if (place === owner && at.getStart() < known)
    refuse(`${draft.operator(from).name} is made in the same statement: extract it to a variable first`)
  if (!visible(owner, place))
    refuse(`${draft.operator(from).name} is made inside of a function: its stream cannot be named here`)
  if (output === 'main') return name
  return `${name}.sideOutput(${tagText(draft, output)})`
}

function visible(owner: ts.Statement, place: ts.Statement): boolean {
  for (let node: ts.Node = place; node; node = node.parent) if (node === owner.parent) return isBlockLike(node)
  return false
}

function tagText(draft: Draft, output: string): string {
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
export function disconnect(draft: Draft, edge: number): void {
  const { source, target } = draft.edge(edge)
  const [upstream, reading] = [draft.operator(source), draft.operator(target)]
  if (upstream.kind === 'unconnected') refuse(`${reading.name} is not connected`)
  if (reading.kind === 'opaque') refuse(`${reading.name} is read from the text only in part: edit it there`)
  const { reader, stream } = readOf(draft, edge)
  oneReader(draft, edge)
  const { variable } = draft.model.environments[reading.environment]
  if (variable === undefined) refuse('the Environment has no variable: edit it in the text')
  const call = reader.parent
  const isArgument = ts.isCallExpression(call) && call.arguments.includes(reader)
  if (reading.kind === 'union' && isArgument) {
    if (!ts.isIdentifier(bare(stream))) keep(draft, reader)
    const index = call.arguments.indexOf(reader)
    const { arguments: args } = call
    if (index > 0) draft.replace(args[index - 1].end, reader.end, '')
    else if (args.length > 1) draft.replace(reader.getStart(), args[1].getStart(), '')
    else draft.replace(args.pos, reader.end, '')
    return
  }
  const keyed = needsKeys(draft, edge) && upstream.kind === 'keyBy' ? '.keyBy(() => 0)' : ''
  if (keyed !== '') refuse(`${reading.name} needs the keys of ${upstream.name}: disconnect ${upstream.name} instead`)
  const open = `${variable}.unconnected<unknown>()`
  if (ts.isIdentifier(bare(stream))) {
    draft.select(draft.replace(stream.getStart(), stream.end, open), open)
    return
  }
  keep(draft, stream)
  draft.select(draft.replace(stream.getStart(), stream.end, open), open)
}

/** The part of a chain that nobody reads any more stays, as a statement of its own. */
function keep(draft: Draft, expression: ts.Expression): void {
  const { style, text, syntax } = draft
  const statement = statementOf(expression)
  if (!isBlockLike(statement.parent)) refuse('the statement stands where no other one can: edit it in the text')
  for (let node: ts.Node = expression; node !== statement; node = node.parent) {
    if (ts.isFunctionLike(node)) refuse('this is inside of an expression of a function: edit it in the text')
  }
  const indent = /[ \t]*$/.exec(text.slice(0, statement.getStart(syntax.source)))![0]
  draft.insert(
    statement.getStart(),
    `${text.slice(expression.getStart(), expression.end)}${style.semicolon}${style.lineEnding}${indent}`,
  )
}

function oneReader(draft: Draft, edge: number): void {
  const { reader } = draft.syntax.edges[edge]
  if (draft.model.edges.filter(({ id }) => draft.syntax.edges[id].reader === reader).length > 1) {
    refuse('this is the input of a helper that is used several times: edit it in the text')
  }
}

/** Lets an operator read another stream than before. */
export function reconnect(draft: Draft, edge: number, from: number): void {
  const { source, target } = draft.edge(edge)
  const reading = draft.operator(target)
  if (source === from) refuse(`${reading.name} reads that already`)
  if (draft.operator(from).kind === 'sink') refuse('nothing can follow a sink')
  if (draft.operator(from).environment !== reading.environment) refuse('the operators belong to different jobs')
  if (reaches(draft, target, from))
    refuse(`${draft.operator(from).name} reads from ${reading.name}: a dataflow has no circles`)
  if (needsKeys(draft, edge) && draft.operator(from).kind !== 'keyBy')
    refuse(`${reading.name} needs a stream with keys`)
  oneReader(draft, edge)
  const { stream } = readOf(draft, edge)
  const inline = !ts.isIdentifier(bare(stream))
  if (inline && skipAhead(draft, from, stream)) return
  const reference = streamText(draft, from, 'main', stream)
  if (inline) keep(draft, stream)
  draft.select(draft.replace(stream.getStart(), stream.end, reference), reference)
}

/**
 * The operator that is to be read stands further up in the same chain: `a.b().c().d()`, with `d` reading `b`, becomes
 * `const bs = a.b()`, `bs.c()`, `bs.d()`.
 */
function skipAhead(draft: Draft, from: number, stream: ts.Expression): boolean {
  const { style, text } = draft
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
  const between = `${style.semicolon}${style.lineEnding}${indentationAt(text, statement.getStart())}`
  draft.select(draft.replace(statement.getStart(), start, `const ${name} = `), name)
  draft.insert(last.call.end, `${between}${name}`)
  draft.insert(stream.end, `${between}${head}${name}`)
  return true
}
