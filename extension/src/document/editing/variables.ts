import ts from 'typescript'
import type { ChainCall } from '../reading/chain.ts'
import { refuse, type TextEdit } from './command.ts'
import type { Draft } from './draft.ts'
import { lastStep } from './links.ts'
import { variableFor } from './names.ts'
import { indentationAt } from './text-style.ts'

/** A name for an operator's stream, and where the text says it. */
export interface Reference {
  readonly name: string
  /** Behind this place the name can be used. */
  readonly from: number
}

/** The variable that holds an operator's own stream; where there is none, its chain is split there. */
export function referenceTo(draft: Draft, operator: number, wanted?: string): Reference {
  return variableOf(draft, operator) ?? split(draft, operator, wanted)
}

/** The variable an operator's stream is given to, if that is a `const` (a `let` may hold another stream later). */
export function variableOf(draft: Draft, operator: number): Reference | undefined {
  const { call } = lastStep(draft, operator)
  const declaration = call.parent
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined
  if (!(declaration.parent.flags & ts.NodeFlags.Const)) return undefined
  return { name: declaration.name.text, from: statementOf(declaration).end }
}

/** Gives an operator's stream a variable of its own: the chain is cut behind it, and goes on from the variable. */
export function extract(draft: Draft, operator: number, wanted?: string): void {
  const known = variableOf(draft, operator)
  if (known) refuse(`${draft.operator(operator).name} has a variable already: ${known.name}`)
  if (wanted !== undefined && !/^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(wanted)) refuse(`${wanted} is no name for a variable`)
  split(draft, operator, wanted)
}

function split(draft: Draft, operator: number, wanted?: string): Reference {
  const { style, text } = draft
  const described = draft.operator(operator)
  if (described.kind === 'sink') refuse('nothing can follow a sink')
  const step = lastStep(draft, operator)
  const statement = statementOf(step.call)
  const name = wanted ?? variableFor(draft, { ...described, input: draft.inEdges(operator)[0]?.source ?? -1 })
  const chain = outermost(step)
  const start = chainStart(step)
  const indent = indentationAt(text, statement.getStart())
  if (!isBlockLike(statement.parent))
    refuse('the statement stands where no variable can be declared before it: edit it in the text')
  if (insideFunction(step.call, statement))
    refuse('the operator is made inside of an expression of a function: edit it in the text')
  const between = `${style.semicolon}${style.lineEnding}${indent}`
  if (leads(statement, chain)) {
    // `const x = a.b().c()` becomes `const ab = a.b()` and `const x = ab.c()`: nothing that stays moves.
    const head = text.slice(statement.getStart(), start)
    const rest = chain === step.call ? '' : head
    const opening = draft.replace(statement.getStart(), start, `const ${name} = `)
    draft.select(opening, name)
    if (chain === step.call && ts.isExpressionStatement(statement)) return { name, from: statement.end }
    draft.insert(step.call.end, chain === step.call ? `${between}${head}${name}` : `${between}${rest}${name}`)
    return { name, from: step.call.end }
  }
  const moved = text.slice(start, step.call.end)
  const edit = draft.insert(statement.getStart(), `const ${name} = ${moved}${between}`)
  draft.select(edit, name)
  draft.replace(start, step.call.end, name)
  return { name, from: statement.getStart() }
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
export function outermost({ call }: ChainCall): ts.Expression {
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
export function chainStart({ call }: ChainCall): number {
  let node: ts.Expression = call
  for (;;) {
    if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node) || ts.isNonNullExpression(node))
      node = node.expression
    else return node.getStart()
  }
}

export function statementOf(node: ts.Node): ts.Statement {
  while (!ts.isStatement(node)) node = node.parent
  return node
}

export function isBlockLike(node: ts.Node): boolean {
  return ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node)
}

function insideFunction(node: ts.Node, statement: ts.Statement): boolean {
  for (let at = node.parent; at !== statement; at = at.parent) if (ts.isFunctionLike(at)) return true
  return false
}

/** Puts statements behind another one, as lines of their own. */
export function insertStatement(
  draft: Draft,
  at: ts.Statement,
  statement: string,
  where: 'before' | 'after',
): TextEdit {
  const { style, text } = draft
  const indent = indentationAt(text, at.getStart())
  if (where === 'before')
    return draft.insert(at.getStart(), `${statement}${style.semicolon}${style.lineEnding}${indent}`)
  const trailing = ts.getTrailingCommentRanges(text, at.end)?.at(-1)
  return draft.insert(trailing?.end ?? at.end, `${style.lineEnding}${indent}${statement}${style.semicolon}`)
}
