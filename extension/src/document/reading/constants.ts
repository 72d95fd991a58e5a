import ts from 'typescript'
import { bare } from './static-values.ts'
import type { Scope } from './values.ts'

/** An expression, and what its names mean. */
export interface Place {
  readonly node: ts.Expression
  readonly scope: Scope
}

/** Longest chain of constants that is followed. */
const DEEPEST = 16

/** The expression that a constant stands for, also a member of an object: `4` of `settings.parallelism`. */
export function resolve(expression: ts.Expression, scope: Scope): Place {
  let place: Place = { node: bare(expression), scope }
  for (let depth = 0; depth < DEEPEST; depth++) {
    const next = step(place)
    if (next === undefined) return place
    place = { node: bare(next.node), scope: next.scope }
  }
  return place
}

function step({ node, scope }: Place): Place | undefined {
  if (ts.isIdentifier(node)) {
    const value = scope.get(node.text)
    if (value?.kind === 'expression') return value
    return value?.kind === 'fields' ? value.text : undefined
  }
  if (ts.isPropertyAccessExpression(node)) return member(resolve(node.expression, scope), node.name.text)
  return undefined
}

/** A property of an object literal, also where it is shorthand or comes from a spread. */
export function member({ node, scope }: Place, name: string): Place | undefined {
  const object = resolve(node, scope)
  if (!ts.isObjectLiteralExpression(object.node)) return undefined
  for (const property of object.node.properties.toReversed()) {
    if (ts.isSpreadAssignment(property)) {
      const found = member({ node: property.expression, scope: object.scope }, name)
      if (found) return found
    } else if (property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))) {
      if (property.name.text !== name) continue
      if (ts.isPropertyAssignment(property)) return { node: property.initializer, scope: object.scope }
      if (ts.isShorthandPropertyAssignment(property)) return { node: property.name, scope: object.scope }
    }
  }
  return undefined
}

/** The text, number or truth value that an expression of constants has. */
export function constantOf(expression: ts.Expression | undefined, scope: Scope): string | number | boolean | undefined {
  if (expression === undefined) return undefined
  const place = resolve(expression, scope)
  const { node } = place
  if (ts.isStringLiteralLike(node)) return node.text
  if (ts.isNumericLiteral(node)) return Number(node.text)
  if (node.kind === ts.SyntaxKind.TrueKeyword) return true
  if (node.kind === ts.SyntaxKind.FalseKeyword) return false
  if (ts.isTemplateExpression(node)) return template(node, place.scope)
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [constantOf(node.left, place.scope), constantOf(node.right, place.scope)]
    if (typeof left === 'string' || typeof right === 'string') {
      return left === undefined || right === undefined ? undefined : `${left}${right}`
    }
    return typeof left === 'number' && typeof right === 'number' ? left + right : undefined
  }
  return undefined
}

function template(node: ts.TemplateExpression, scope: Scope): string | undefined {
  let text = node.head.text
  for (const { expression, literal } of node.templateSpans) {
    const value = constantOf(expression, scope)
    if (value === undefined) return undefined
    text += `${value}${literal.text}`
  }
  return text
}

export function constantText(expression: ts.Expression | undefined, scope: Scope): string | undefined {
  const value = constantOf(expression, scope)
  return typeof value === 'string' ? value : undefined
}

/** A whole number, at least 1. */
export function constantCount(expression: ts.Expression | undefined, scope: Scope): number | undefined {
  const value = constantOf(expression, scope)
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 ? value : undefined
}
