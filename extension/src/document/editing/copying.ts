import ts from 'typescript'
import type { JobEdge, JobModel } from '../job-model.ts'
import { bare } from '../reading/static-values.ts'
import { type Refusal, Refused, refuse } from './command.ts'
import { statementComments } from './descriptions.ts'
import { applyEdits, Draft } from './draft.ts'
import { lastStep, linkOf, linkStart, ownSteps, readOf, type Stretch } from './links.ts'
import { free, variableFor } from './names.ts'
import { guarded, statementOf } from './statements.ts'
import { indentationAt, quoted, reindented } from './text-style.ts'
import { outermost } from './variables.ts'

/** How operators are written once more. */
export interface CopyOptions {
  /** The text of a stream that is not among them. */
  readonly outside: (edge: JobEdge) => string
  /** Whether each gets another name than it has, and no uid. */
  readonly anew: boolean
}

/**
 * The TypeScript of operators, as statements that `paste` takes: what is not among them is an open input. With the
 * imports from the package, so that it can stand by itself.
 *
 * @param model made by `parse` in this thread
 */
export function textOf(model: JobModel, operators: readonly number[]): string | Refusal {
  try {
    const draft = new Draft(model)
    const { style } = draft
    const [first] = operators
    if (first === undefined) refuse('nothing is selected')
    const { variable = 'env' } = model.environments[draft.operator(first).environment] ?? {}
    const open = `${variable}.unconnected<unknown>()`
    const statements = copiesOf(draft, operators, { outside: () => open, anew: false })
    const body = statements.join(style.lineEnding)
    const imports = importsFor(draft, body)
    return `${imports}${body}${style.lineEnding}`
  } catch (error) {
    if (error instanceof Refused) return { refused: error.message }
    throw error
  }
}

/** Statements that make operators once more, in the order in which running makes them: a chain stays a chain. */
export function copiesOf(draft: Draft, operators: readonly number[], options: CopyOptions): string[] {
  const selected = new Set(operators.filter((id) => !draft.operator(id).implied))
  const inner = (edge: JobEdge) => sourceOf(draft, edge)
  const names = new Map<number, string>()
  const taken = new Set<string>()
  const nameOf = (id: number): string => {
    const known = names.get(id)
    if (known !== undefined) return known
    const { variable } = draft.operator(id)
    const wanted = variable ?? variableFor(draft, { ...draft.operator(id), input: draft.inEdges(id)[0]?.source ?? -1 })
    let name = options.anew ? free(draft, wanted) : wanted
    for (let count = 2; taken.has(name); count++) name = free(draft, `${wanted}${count}`)
    taken.add(name)
    names.set(id, name)
    return name
  }
  /** The operator that goes on with the chain of another one. */
  const next = new Map<number, number>()
  for (const id of selected) {
    const readers = draft.model.edges.filter((edge) => selected.has(readerOf(draft, edge)) && inner(edge).source === id)
    const [edge] = readers
    if (readers.length !== 1 || draft.operator(id).variable !== undefined || inner(edge).output !== 'main') continue
    if (isReceiver(draft, inner(edge))) next.set(id, readerOf(draft, edge))
  }
  const continued = new Set(next.values())
  const lastOf = (id: number): number => {
    const following = next.get(id)
    return following === undefined ? id : lastOf(following)
  }
  const statements: string[] = []
  // What a chain is given further on must be there before all of it.
  const heads = [...selected].filter((id) => !continued.has(id)).sort((a, b) => lastOf(a) - lastOf(b))
  for (const id of heads) {
    let text = ''
    let links = 0
    let last = id
    for (let at: number | undefined = id; at !== undefined; at = next.get(at)) {
      const link = linkText(
        draft,
        at,
        at === id,
        (edge) => {
          const { source, output } = edge
          const name = selected.has(source) ? nameOf(source) : undefined
          if (name === undefined) return options.outside(edge)
          return output === 'main' ? name : `${name}${sideOutput(draft, edge)}`
        },
        options.anew,
      )
      text += link
      links++
      last = at
    }
    if (links === 1) text = text.replace(/^([^\s(]+)\s+(\.[^\r\n]*)$/, '$1$2')
    const { kind, variable } = draft.operator(last)
    const isRead = draft.model.edges.some((edge) => selected.has(readerOf(draft, edge)) && inner(edge).source === last)
    const held = kind !== 'sink' && (isRead || variable !== undefined) ? `const ${nameOf(last)} = ` : ''
    const comments = statementComments(draft, id)
    const above = comments?.ranges.map(({ pos, end }) => `${draft.text.slice(pos, end)}${draft.style.lineEnding}`) ?? []
    const code = held === '' ? guarded(draft, text) : `${held}${text}`
    statements.push(`${above.join('')}${code}${draft.style.semicolon}`)
  }
  return statements
}

/** `.sideOutput(tag)`, as it is written where an edge is read, or where a variable got it. */
export function sideOutput(draft: Draft, edge: JobEdge): string {
  const { stream } = readOf(draft, edge.id)
  const read = bare(stream)
  const made = ts.isIdentifier(read) ? initializerOf(draft, read) : read
  if (made && ts.isCallExpression(made) && ts.isPropertyAccessExpression(made.expression)) {
    const { name } = made.expression
    if (name.text === 'sideOutput') return `.${draft.text.slice(name.getStart(), made.end)}`
  }
  return refuse(
    `how ${draft.operator(edge.target).name} reads the side output ${edge.output} is not told: extract it first`,
  )
}

function initializerOf({ syntax }: Draft, name: ts.Identifier): ts.Expression | undefined {
  let found: ts.Expression | undefined
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === name.text && node.initializer)
      found ??= bare(node.initializer)
    ts.forEachChild(node, visit)
  }
  visit(syntax.source)
  return found
}

/** The edge that a person sees: a window join reads through the operators that key its inputs. */
function sourceOf(draft: Draft, edge: JobEdge): JobEdge {
  return draft.operator(edge.source).implied ? draft.inEdges(edge.source)[0] : edge
}

/** What reads an edge: for one that an implied operator reads, the join behind that. */
function readerOf(draft: Draft, edge: JobEdge): number {
  // The edge behind the implied operator stands for both.
  return draft.operator(edge.target).implied ? -1 : edge.target
}

/** Whether an edge's stream is what its operator is called on, and not an argument. */
function isReceiver(draft: Draft, edge: JobEdge): boolean {
  return draft.syntax.edges[edge.id].reader === receiverOf(draft, edge.target)
}

function receiverOf(draft: Draft, operator: number): ts.Expression | undefined {
  const { begin } = draft.syntax.operators[operator]
  return 'receiver' in begin ? begin.receiver : undefined
}

/** An operator's calls, with what they are called on where it begins a statement. */
function linkText(
  draft: Draft,
  operator: number,
  isFirst: boolean,
  stream: (edge: JobEdge) => string,
  withoutUid: boolean,
): string {
  const { text } = draft
  const { begin, step, settings } = ownSteps(draft, operator)
  const last = lastStep(draft, operator)
  const edges = draft.inEdges(operator).map((edge) => sourceOf(draft, edge))
  const receiver = edges.find((edge) => isReceiver(draft, edge))
  if (edges.some(({ id }) => draft.syntax.edges[id].reader === undefined))
    refuse(`${draft.operator(operator).name} reads a list of streams: edit it in the text`)
  const read = receiver ? readOf(draft, receiver.id) : undefined
  // The comment that ends the line of what comes before goes along where that comes too.
  const from = read === undefined ? begin.receiver.getStart() : isFirst ? linkStart(text, read.stream) : read.stream.end
  const changes: { from: number; to: number; text: string }[] = []
  for (const edge of edges) {
    if (edge === receiver) continue
    const { reader, stream: given } = readOf(draft, edge.id)
    changes.push({ from: reader.getStart(), to: given.end, text: `${stream(edge)}${partitions(draft, edge)}` })
  }
  for (const setting of settings)
    if (withoutUid && setting.name === 'uid') changes.push({ ...linkOf(text, setting), text: '' })
  // Windows, or streams that are connected, may have a variable of their own between the calls.
  const root = rootOf(step.call)
  const isSplit = begin !== step && root.getStart() > begin.call.end
  const parts = isSplit
    ? [
        { from, to: outermost(begin).end },
        { from: root.end, to: last.call.end },
      ]
    : [{ from, to: last.call.end }]
  let body = parts.map((part) => changed(text, part, changes)).join('')
  // What is told of it further down, on a variable.
  for (const { call, nameNode, name } of settings)
    if (call.end > last.call.end && !(withoutUid && name === 'uid'))
      body += `.${text.slice(nameNode.getStart(), call.end)}`
  const head = receiver && isFirst ? `${stream(receiver)}${partitions(draft, receiver)}` : ''
  const indent = indentationAt(text, statementOf(step.call).getStart())
  return `${head}${reindented(body, indent, '')}`
}

/** A stretch of the text, with the changes inside of it. */
function changed(
  text: string,
  { from, to }: Stretch,
  changes: readonly (Stretch & { readonly text: string })[],
): string {
  const inside = changes.filter((change) => change.from >= from && change.to <= to)
  const edits = inside
    .sort((a, b) => a.from - b.from)
    .map((change) => ({
      offset: change.from - from,
      length: change.to - change.from,
      text: change.text,
    }))
  return applyEdits(text.slice(from, to), edits)
}

/** What a chain begins with. */
function rootOf(chain: ts.Expression): ts.Expression {
  let node = chain
  while (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node) || ts.isNonNullExpression(node))
    node = node.expression
  return node
}

/** Partition calls that were made where a variable got the stream. */
function partitions(draft: Draft, edge: JobEdge): string {
  const { strategies } = readOf(draft, edge.id)
  return draft.syntax.edges[edge.id].strategies
    .filter((call) => !strategies.includes(call))
    .map(({ nameNode, call }) => `.${draft.text.slice(nameNode.getStart(), call.end)}`)
    .join('')
}

/** The imports from the package that a text uses. */
function importsFor({ syntax, style }: Draft, body: string): string {
  const words = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) words.add(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('copied.ts', body, ts.ScriptTarget.Latest, true))
  const lines: string[] = []
  for (const statement of syntax.source.statements) {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    if (statement.moduleSpecifier.text !== 'millrace') continue
    const bindings = statement.importClause?.namedBindings
    if (bindings === undefined) continue
    const from = ` from ${quoted('millrace', style)}${style.semicolon}`
    if (ts.isNamespaceImport(bindings)) {
      if (words.has(bindings.name.text)) lines.push(`import * as ${bindings.name.text}${from}`)
      continue
    }
    const used = bindings.elements.filter(({ name }) => words.has(name.text)).map((element) => element.getText())
    const type = statement.importClause?.phaseModifier ? 'type ' : ''
    if (used.length > 0) lines.push(`import ${type}{ ${used.join(', ')} }${from}`)
  }
  return lines.length === 0 ? '' : `${lines.join(style.lineEnding)}${style.lineEnding.repeat(2)}`
}
