import ts from 'typescript'
import type { ChainCall } from '../reading/chain.ts'
import { arrowAround, asBlock, type ShortArrow } from './arrows.ts'
import { refuse, type TextEdit } from './command.ts'
import type { Draft } from './draft.ts'
import { lastStep } from './links.ts'
import { checkVariable, variableFor } from './names.ts'
import { insertStatement, isBlockLike, lineEndOf, statementOf, statementTop } from './statements.ts'
import { indentationAt, reindented } from './text-style.ts'

/** A name for an operator's stream, and where the text says it. */
export interface Reference {
  readonly name: string
  /** Behind this place the name can be used. */
  readonly from: number
}

/** The variable that holds an operator's own stream; where there is none, its chain is split there. */
export function referenceTo(draft: Draft, operator: number): Reference {
  const known = variableOf(draft, operator)
  if (known) return known
  const { call } = lastStep(draft, operator)
  if (arrowAround(call, statementOf(call)))
    refuse('the operator is made inside of an expression of a function: extract it first')
  return split(draft, operator)
}

/** Cuts the chain behind an operator, and lets it go on with what is told of the new variable. */
export function cutBehind(draft: Draft, operator: number, goingOn: (stream: string) => string): void {
  const step = lastStep(draft, operator)
  if (!leads(statementOf(step.call), outermost(step))) refuse('the chain is an argument: extract it first')
  split(draft, operator, undefined, undefined, goingOn)
}

/** Puts a statement that begins with an operator's stream directly behind where that is made. */
export function addBehind(draft: Draft, operator: number, statement: (stream: string) => string): TextEdit | undefined {
  const { call } = lastStep(draft, operator)
  const { parent } = call
  const assigned =
    ts.isBinaryExpression(parent) && parent.right === call && ts.isExpressionStatement(parent.parent) && parent.left
  const known =
    assigned && ts.isIdentifier(assigned)
      ? assigned.text
      : ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) && parent.name.text
  if (known) return insertStatement(draft, statementOf(call), statement(known), 'after')
  split(draft, operator, undefined, statement)
  return undefined
}

/** The variable an operator's stream is given to, if that is a `const` (a `let` may hold another stream later). */
export function variableOf(draft: Draft, operator: number): Reference | undefined {
  const { call } = lastStep(draft, operator)
  const declaration = call.parent
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined
  if (!(declaration.parent.flags & ts.NodeFlags.Const)) return undefined
  return { name: declaration.name.text, from: statementOf(declaration).end }
}

/** What the variable for an operator's stream will be called. */
export const newVariable = (draft: Draft, operator: number): string =>
  variableFor(draft, { ...draft.operator(operator), input: draft.inEdges(operator)[0]?.source ?? -1 })

/** Gives an operator's stream a variable of its own: the chain is cut behind it, and goes on from the variable. */
export function extract(draft: Draft, operator: number, wanted?: string): void {
  const known = variableOf(draft, operator)
  if (known) refuse(`${draft.operator(operator).name} has a variable already: ${known.name}`)
  if (wanted !== undefined) checkVariable(draft, wanted)
  split(draft, operator, wanted)
}

function split(
  draft: Draft,
  operator: number,
  wanted?: string,
  behind?: (stream: string) => string,
  goingOn?: (stream: string) => string,
): Reference {
  const { style, text } = draft
  const described = draft.operator(operator)
  if (described.kind === 'sink') refuse('nothing can follow a sink')
  const step = lastStep(draft, operator)
  const statement = statementOf(step.call)
  const name = wanted ?? newVariable(draft, operator)
  const chain = outermost(step)
  const start = chainStart(step)
  const indent = indentationAt(text, statement.getStart())
  const arrow = arrowAround(step.call, statement)
  if (arrow) {
    splitIn(draft, arrow, step, name, behind)
    return { name, from: statement.end }
  }
  if (!isBlockLike(statement.parent))
    refuse('the statement stands where no variable can be declared before it: edit it in the text')
  if (leads(statement, chain)) {
    // `const x = a.b().c()` becomes `const ab = a.b()` and `const x = ab.c()`: nothing that stays moves.
    const head = text.slice(statement.getStart(), start)
    const opening = draft.replace(statement.getStart(), start, `const ${name} = `)
    draft.select(opening, name)
    joinOnly(draft, start, step.call)
    if (ts.isExpressionStatement(statement) && statement.expression === step.call) {
      if (behind) insertStatement(draft, statement, behind(name), 'after')
      return { name, from: statement.end }
    }
    const more = behind ? `${indent}${behind(name)}${style.semicolon}${style.lineEnding}` : ''
    cut(draft, step.call, `${more}${indent}${head}${goingOn ? goingOn(name) : name}`)
    if (!goingOn) joinOnly(draft, step.call.end, chain)
    return { name, from: step.call.end }
  }
  const top = statementTop(text, statement)
  const moved = reindented(draft.take(start, step.call.end), indentationAt(text, start), indent)
  const lines = [`const ${name} = ${moved}`, ...(behind ? [behind(name)] : [])]
  const edit = draft.insert(top, lines.map((line) => `${line}${style.semicolon}${style.lineEnding}${indent}`).join(''))
  draft.select(edit, name)
  draft.replace(start, step.call.end, name)
  return { name, from: top }
}

/** `(s) => s.a().b()` becomes `(s) => {`, `const as = s.a()`, `return as.b()` and `}`. */
function splitIn(
  draft: Draft,
  arrow: ShortArrow,
  step: ChainCall,
  name: string,
  behind?: (stream: string) => string,
): void {
  const { text, style } = draft
  const start = chainStart(step)
  const from = indentationAt(text, start)
  const inner = `${indentationAt(text, arrow.getStart())}${style.indent}`
  joinOnly(draft, start, step.call)
  const made = reindented(draft.take(start, step.call.end), from, inner)
  const to = lineEndOf(text, step.call)
  draft.replace(start, to, name)
  joinOnly(draft, step.call.end, outermost(step))
  const first = `const ${name} = ${made}${style.semicolon}${text.slice(step.call.end, to)}`
  const second = behind ? [`${behind(name)}${style.semicolon}`] : []
  draft.select(asBlock(draft, arrow, [first, ...second]), name)
}

/** Ends a statement behind a call, and begins another one; the comment that ends the call's line stays with it. */
export function cut(draft: Draft, call: ts.Expression, next: string): void {
  const { style } = draft
  const to = lineEndOf(draft.text, call)
  if (to > call.end && style.semicolon !== '') draft.insert(call.end, style.semicolon)
  draft.insert(to, `${to > call.end ? '' : style.semicolon}${style.lineEnding}${next}`)
}

/** A single call that follows a variable does not need a line of its own. */
export function joinOnly(draft: Draft, from: number, chain: ts.Expression): void {
  let calls = 0
  let first: ts.PropertyAccessExpression | undefined
  for (let node = chain; node.end > from; ) {
    if (ts.isCallExpression(node)) calls++
    if (ts.isPropertyAccessExpression(node)) first = node
    if (!ts.isCallExpression(node) && !ts.isPropertyAccessExpression(node)) break
    node = node.expression
  }
  if (calls !== 1 || first === undefined) return
  const gap = draft.text.slice(Math.max(from, first.expression.end), first.name.getStart())
  if (/^\s+\.$/.test(gap)) draft.replace(Math.max(from, first.expression.end), first.name.getStart() - 1, '')
}

/** The statement's text is nothing but the chain, or gives it to a variable. */
export function leads(statement: ts.Statement, chain: ts.Node): boolean {
  let node = chain
  while (node !== statement) {
    const { parent } = node
    const plain =
      ts.isExpressionStatement(parent) ||
      ts.isVariableDeclarationList(parent) ||
      ts.isVariableStatement(parent) ||
      ts.isAwaitExpression(parent) ||
      ts.isReturnStatement(parent) ||
      (ts.isVariableDeclaration(parent) && parent.initializer === node) ||
      (ts.isBinaryExpression(parent) &&
        parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        parent.right === node)
    if (!plain) return false
    if (ts.isVariableDeclarationList(parent) && parent.declarations.length > 1) return false
    node = parent
  }
  return true
}

/** The whole chain that a step is part of. */
export function outermost({ call }: { readonly call: ts.CallExpression }): ts.Expression {
  let node: ts.Expression = call
  for (;;) {
    const { parent } = node
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node) node = parent
    else if (ts.isCallExpression(parent) && parent.expression === node) node = parent
    else if ((ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent)) && parent.expression === node)
      node = parent
    else return node
  }
}

/** Where the chain begins: `a` of `a.b().c()`. */
export function chainStart({ call }: { readonly call: ts.CallExpression }): number {
  let node: ts.Expression = call
  for (;;) {
    if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node) || ts.isNonNullExpression(node))
      node = node.expression
    else return node.getStart()
  }
}
