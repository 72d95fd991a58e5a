import ts from 'typescript'
import { bare } from '../reading/static-values.ts'
import type { Draft } from './draft.ts'
import { isBlockLike, removeStatement, statementOf } from './statements.ts'

/** A helper that would give back what it is given, and the one call of it. */
export interface IdleHelper {
  readonly statement: ts.Statement
  readonly arrow: ts.ArrowFunction
  readonly call: ts.CallExpression
  readonly argument: ts.Expression
}

/**
 * The helper of which nothing but its parameter is left when a chain is removed: `(stream) => stream`. The diagram would
 * not show it any more, so nobody could take it away there. One that is exported, or named elsewhere, may be somebody's.
 */
export function idleHelper(draft: Draft, chain: ts.Expression, receiver: ts.Expression): IdleHelper | undefined {
  let body: ts.Node = chain
  while (ts.isParenthesizedExpression(body.parent)) body = body.parent
  const { parent } = body
  const isOnly = ts.isReturnStatement(parent) && ts.isBlock(parent.parent) && parent.parent.statements.length === 1
  const arrow = isOnly ? parent.parent.parent : parent
  const stream = bare(receiver)
  if (!ts.isArrowFunction(arrow) || (!isOnly && arrow.body !== body) || !ts.isIdentifier(stream)) return undefined
  const [parameter, ...others] = arrow.parameters
  const isGiven = parameter && ts.isIdentifier(parameter.name) && parameter.name.text === stream.text
  if (!isGiven || parameter.dotDotDotToken || parameter.initializer || others.length > 0) return undefined
  const declaration = arrow.parent
  const statement = statementOf(arrow)
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined
  if (!ts.isVariableStatement(statement) || statement.modifiers || !isBlockLike(statement.parent)) return undefined
  if (statement.declarationList.declarations.length > 1) return undefined
  const [use, ...more] = usesOf(draft.syntax.source, declaration.name)
  const call = use?.parent
  if (!call || more.length > 0 || !ts.isCallExpression(call) || call.expression !== use) return undefined
  const [argument, ...rest] = call.arguments
  const isPrimary =
    argument && (ts.isIdentifier(argument) || ts.isCallExpression(argument) || ts.isPropertyAccessExpression(argument))
  return isPrimary && rest.length === 0 ? { statement, arrow, call, argument } : undefined
}

/**
 * Takes the helper away, and lets what it was given stand where it was called.
 *
 * @param standsFor lets a variable that would only be another name for a stream be called by the stream's name
 */
export function leaveOut(
  draft: Draft,
  { arrow, call, argument }: IdleHelper,
  standsFor: (expression: ts.Expression, stream: ts.Expression) => boolean,
): void {
  removeStatement(draft, arrow)
  const isName = ts.isIdentifier(argument)
  if (isName && (ts.isExpressionStatement(call.parent) || standsFor(call, argument))) {
    removeStatement(draft, call)
    return
  }
  draft.replace(call.getStart(), argument.getStart(), '')
  draft.replace(argument.end, call.end, '')
}

function usesOf(source: ts.SourceFile, name: ts.Identifier): ts.Identifier[] {
  const uses: ts.Identifier[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === name.text && node !== name) uses.push(node)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return uses
}
