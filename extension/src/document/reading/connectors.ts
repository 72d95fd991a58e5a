import ts from 'typescript'
import { connectors } from '../../catalogue/index.ts'
import { constantOf, constantText, member } from './constants.ts'
import type { Imports } from './imports.ts'
import { bare, propertyOf, textOf } from './static-values.ts'
import { Scope } from './values.ts'

/** What the text tells of a source or a sink. */
export interface Connector {
  readonly name?: string
  /** Why it has one instance, where it has. */
  readonly singleInstance?: string
  readonly timestamps?: boolean
}

const ONE_READER = 'it has one reader'
const DEEPEST = 8

/** What is given to `env.source(..)`. What cannot be read is taken for something that is split. */
export function sourceOf(argument: ts.Expression | undefined, scope: Scope, imports: Imports): Connector {
  return connectorOf(argument, scope, imports, 0) ?? {}
}

/** What is given to `sink(..)`. */
export function sinkOf(argument: ts.Expression | undefined, scope: Scope, imports: Imports): Connector {
  const { singleInstance, ...sink } = connectorOf(argument, scope, imports, 0) ?? {}
  // A function that is called with each record is no reader.
  return singleInstance === undefined || singleInstance === ONE_READER ? sink : { ...sink, singleInstance }
}

function connectorOf(
  argument: ts.Node | undefined,
  scope: Scope,
  imports: Imports,
  depth: number,
): Connector | undefined {
  if (argument === undefined || depth > DEEPEST) return undefined
  const node = bare(argument as ts.Expression)
  if (ts.isArrayLiteralExpression(node)) return { singleInstance: ONE_READER }
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return { singleInstance: ONE_READER }
  if (ts.isIdentifier(node)) {
    const value = scope.get(node.text)
    if (value?.kind === 'function') return { singleInstance: ONE_READER }
    return value?.kind === 'expression' ? connectorOf(value.node, value.scope, imports, depth + 1) : undefined
  }
  // An object with `getNext`, an iterable.
  if (ts.isObjectLiteralExpression(node) || ts.isNewExpression(node)) return { singleInstance: ONE_READER }
  if (!ts.isCallExpression(node)) return undefined
  const factory = imports.called(node)
  if (factory === 'defineSource' || factory === 'defineSink') return defined(node, scope)
  if (factory === 'fromCollection') return {}
  const shipped = factory === undefined ? undefined : connectors.get(factory)
  if (shipped) return { name: shipped.name, ...single(factory!, node) }
  return made(node, scope, imports, depth)
}

/** A source or a sink of one's own. */
function defined({ arguments: [definition] }: ts.CallExpression, scope: Scope): Connector {
  if (definition === undefined) return {}
  const property = (name: string) => member({ node: definition, scope }, name)
  const [name, one, timestamps] = [property('name'), property('singleInstance'), property('timestamps')]
  const text = name && constantText(name.node, name.scope)
  return {
    ...(text === undefined ? {} : { name: text }),
    ...(one === undefined ? {} : { singleInstance: constantText(one.node, one.scope) ?? 'it has one instance' }),
    ...(timestamps && constantOf(timestamps.node, timestamps.scope) === true ? { timestamps: true } : {}),
  }
}

/** What a function of the same file returns. */
function made(call: ts.CallExpression, scope: Scope, imports: Imports, depth: number): Connector | undefined {
  const value = ts.isIdentifier(call.expression) ? scope.get(call.expression.text) : undefined
  if (value?.kind !== 'function') return undefined
  const { node } = value
  if (node.asteriskToken) return { singleInstance: ONE_READER }
  if (node.body === undefined) return undefined
  const inner = new Scope(value.scope)
  for (const [index, { name }] of node.parameters.entries()) {
    const argument = call.arguments[index]
    if (argument && ts.isIdentifier(name)) inner.declare(name.text, { kind: 'expression', node: argument, scope })
  }
  if (!ts.isBlock(node.body)) return connectorOf(node.body, inner, imports, depth + 1)
  for (const statement of node.body.statements) {
    if (ts.isReturnStatement(statement)) return connectorOf(statement.expression, inner, imports, depth + 1)
  }
  return undefined
}

function single(factory: string, { arguments: [first, options] }: ts.CallExpression): Connector {
  if (factory === 'stdin') return { singleInstance: 'standard input has one reader' }
  if (factory === 'table') return { singleInstance: 'a table shows all keys together' }
  if (factory === 'generate') {
    const endless = options === undefined || (ts.isObjectLiteralExpression(options) && !has(options, 'count'))
    return endless ? { singleInstance: 'records without a count have no end that could be split' } : {}
  }
  if (factory.endsWith('FileSink')) {
    const path = textOf(first)
    return path === undefined || /[/\\]$/.test(path) ? {} : { singleInstance: 'a file has one writer' }
  }
  const followed = propertyOf(options, 'follow')?.kind === ts.SyntaxKind.TrueKeyword
  return followed ? { singleInstance: 'a file that is followed has one reader' } : {}
}

/** Whether an object literal has a property, or may have it from a spread. */
function has(object: ts.ObjectLiteralExpression, name: string): boolean {
  return object.properties.some(
    (property) =>
      ts.isSpreadAssignment(property) ||
      (property.name && ts.isIdentifier(property.name) && property.name.text === name),
  )
}
