import ts from 'typescript'
import type { TextRange } from '../job-model.ts'
import type { ChainCall } from '../reading/chain.ts'
import { bare } from '../reading/static-values.ts'
import { refuse } from './command.ts'
import { removeStatementComments } from './descriptions.ts'
import type { Draft } from './draft.ts'
import { idleHelper, leaveOut } from './idle-helpers.ts'
import { dropUnusedImports } from './imports.ts'
import { goneWith, lastStep, linkOf, ownSteps, readOf } from './links.ts'
import {
  insertStatement,
  isBlockLike,
  removeStatement,
  statementLines,
  statementOf,
  withEmptyLine,
} from './statements.ts'
import { needsKeys } from './strategies.ts'
import { indentationAt, reindented } from './text-style.ts'
import { outermost } from './variables.ts'

/** Takes an operator out; what it read is then read by what followed it. */
export function removeOperator(draft: Draft, operator: number, type = 'unknown'): void {
  const { text } = draft
  const { kind, name } = draft.operator(operator)
  const { begin, step, settings } = ownSteps(draft, operator)
  const last = lastStep(draft, operator)
  const readers = draft.outEdges(operator)
  if (kind === 'source' || kind === 'unconnected') {
    if (readers.length === 0) removeUnread(draft, outermost(step))
    else if (kind === 'unconnected') refuse('an open input goes when it is connected, or with what reads it')
    else {
      const edit = draft.replace(begin.receiver.end, last.call.end, `.unconnected<${type}>()`)
      draft.select(edit, 'unconnected')
      removeStatementComments(draft, operator)
      dropUnusedImports(draft, [{ from: begin.receiver.end, to: last.call.end }], '')
    }
    return
  }
  checkKeys(draft, operator)
  if (readers.some(({ output }) => output !== 'main'))
    refuse(`${name} has a side output that is read: remove what reads it first`)
  // Settings on a variable, or behind a partition call.
  for (const setting of settings) if (setting.call.end > last.call.end) removeSetting(draft, setting)
  // Partition calls before it go with it, if those behind it say what happens.
  const [input] = draft.inEdges(operator)
  const own = input ? readOf(draft, joined(draft, operator, input.id)).strategies : []
  const behind = readers.length > 0 && readers.every(({ written }) => written)
  const from = linkOf(text, own.length > 0 && (behind || readers.length === 0) ? own[0] : begin).from
  const to = linkOf(text, last).to
  const whole = outermost(step)
  const args = [...new Set([...begin.args, ...step.args])].filter((argument) => isChain(draft, argument))
  const receiver = own.length > 0 && (behind || readers.length === 0) ? own[0].receiver : begin.receiver
  const idle = whole === last.call ? idleHelper(draft, whole, receiver) : undefined
  const taken = [{ from, to }, ...(idle ? [{ from: idle.statement.getStart(), to: idle.statement.end }] : [])]
  dropUnusedImports(draft, taken, args.map((argument) => argument.getText()).join('\n'))
  const gone = new Set(goneWith(draft, operator).map((id) => callOf(draft, id)))
  const nothingLeft = whole === last.call && (ts.isIdentifier(bare(receiver)) || gone.has(bare(receiver)))
  keepArguments(
    draft,
    args.filter((argument) => !gone.has(bare(argument))),
  )
  if (idle) leaveOut(draft, idle, (expression, stream) => standsFor(draft, expression, stream))
  else if (nothingLeft && ts.isExpressionStatement(whole.parent)) removeStatement(draft, whole)
  else if (nothingLeft && gone.has(bare(receiver))) removeWithNames(draft, whole)
  else if (nothingLeft && standsFor(draft, whole, bare(receiver))) removeStatement(draft, whole)
  else {
    removeStatementComments(draft, operator)
    draft.replace(from, to, '')
  }
}

function callOf({ syntax }: Draft, operator: number): ts.Node | undefined {
  const { step } = syntax.operators[operator]
  return 'call' in step ? step.call : undefined
}

/** A window join reads through the operators that key its inputs. */
function joined(draft: Draft, operator: number, edge: number): number {
  const { source } = draft.edge(edge)
  if (draft.operator(operator).kind !== 'windowJoin' || !draft.operator(source).implied) return edge
  return draft.inEdges(source)[0].id
}

function removeSetting(draft: Draft, setting: ChainCall): void {
  const { parent } = setting.call
  const again =
    ts.isBinaryExpression(parent) && parent.right === setting.call && ts.isExpressionStatement(parent.parent)
  const alone = ts.isExpressionStatement(parent) || (again && parent.left.getText() === setting.receiver.getText())
  if (alone && ts.isIdentifier(bare(setting.receiver))) removeStatement(draft, setting.call)
  else draft.remove(linkOf(draft.text, setting))
}

/** What works by key must not lose the keys. */
function checkKeys(draft: Draft, operator: number): void {
  const { kind, name } = draft.operator(operator)
  if (kind !== 'keyBy') return
  const [input] = draft.inEdges(operator)
  if (input !== undefined && draft.operator(input.source).kind === 'keyBy') return
  const needing = draft.outEdges(operator).find(({ id }) => needsKeys(draft, id))
  if (needing) refuse(`${draft.operator(needing.target).name} needs the keys that ${name} gives`)
}

/** An input that is made where it is read. */
const isChain = (draft: Draft, argument: ts.Expression) =>
  !ts.isIdentifier(bare(argument)) && draft.model.edges.some(({ id }) => draft.syntax.edges[id].reader === argument)

/** Chains that are written inside of a call stay, as statements of their own before it. */
function keepArguments(draft: Draft, args: readonly ts.Expression[]): void {
  for (const argument of args) {
    const statement = statementOf(argument)
    if (!isBlockLike(statement.parent)) refuse('the statement stands where no other one can: edit it in the text')
    const comments = ts.getLeadingCommentRanges(draft.text, argument.getFullStart()) ?? []
    const above = comments.map(({ pos, end }) => draft.text.slice(pos, end))
    const indent = indentationAt(draft.text, statement.getStart())
    const from = indentationAt(draft.text, argument.getStart())
    const lines = [...above, reindented(draft.text.slice(argument.getStart(), argument.end), from, indent)]
    insertStatement(draft, statement, lines.join(`${draft.style.lineEnding}${indent}`), 'before')
  }
}

/** Takes out a stream that nothing reads; a function that gives it back gives nothing then. */
function removeUnread(draft: Draft, expression: ts.Expression): void {
  const { parent } = expression
  if (ts.isReturnStatement(parent) && isBlockLike(parent.parent)) {
    const { from, to } = withEmptyLine(draft.text, statementLines(draft.text, parent))
    draft.replace(from, to, '')
  } else if (ts.isArrowFunction(parent) && parent.body === expression)
    draft.replace(expression.getStart(), expression.end, '{}')
  else removeWithNames(draft, expression)
}

/** Takes out a statement, and those that only give what it makes another name. */
function removeWithNames(draft: Draft, expression: ts.Node): void {
  removeStatement(draft, expression)
  const { parent } = expression
  if (!ts.isVariableDeclaration(parent) || !ts.isIdentifier(parent.name)) return
  const { name } = parent
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name && !draft.covers(node.getStart())) {
      let whole: ts.Node = node
      while (ts.isCallExpression(whole.parent) || ts.isPropertyAccessExpression(whole.parent)) whole = whole.parent
      const isName = 'name' in node.parent && node.parent.name === node
      if (!isName && ts.isVariableDeclaration(whole.parent)) removeWithNames(draft, whole)
      else if (!isName && !makesSomething(draft, statementOf(node))) removeStatement(draft, whole)
      else if (!isName) refuse(`${name.text} is still read: ${statementOf(node).getText().split('\n', 1)[0]}`)
    }
    ts.forEachChild(node, visit)
  }
  visit(draft.syntax.source)
}

/** Whether a statement makes operators, by itself or with a helper. */
function makesSomething({ model }: Draft, statement: ts.Statement): boolean {
  const inside = ({ range }: { readonly range: TextRange }) =>
    statement.getStart() <= range.offset && range.offset < statement.end
  return model.operators.some(inside) || model.groups.some(inside)
}

/** Lets a variable that would only be another name for one be called by that name everywhere. */
function standsFor(draft: Draft, expression: ts.Expression, receiver: ts.Node): boolean {
  const declaration = expression.parent
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return false
  const list = declaration.parent as ts.VariableDeclarationList
  const statement = statementOf(declaration)
  if (!(list.flags & ts.NodeFlags.Const) || declaration.type || !ts.isVariableStatement(statement)) return false
  if (list.declarations.length > 1 || statement.modifiers || !isBlockLike(statement.parent)) return false
  const own = declaration.name.text
  const name = receiver.getText()
  const uses: ts.Identifier[] = []
  let declared = 0
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && (node.text === own || node.text === name)) {
      const { parent } = node
      const isName = 'name' in parent && parent.name === node
      if (ts.isShorthandPropertyAssignment(parent) || ts.isExportSpecifier(parent)) declared = Number.POSITIVE_INFINITY
      else if (isName && !ts.isPropertyAccessExpression(parent) && !ts.isPropertyAssignment(parent)) declared++
      else if (node.text !== name && !isName) uses.push(node)
      else if (ts.isBinaryExpression(parent) && parent.left === node) declared = Number.POSITIVE_INFINITY
    }
    ts.forEachChild(node, visit)
  }
  visit(draft.syntax.source)
  // Declared again somewhere, it may be another one there.
  if (declared > 2) return false
  for (const use of uses) if (!draft.covers(use.getStart())) draft.replace(use.getStart(), use.end, name)
  return true
}
