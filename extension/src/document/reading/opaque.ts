import ts from 'typescript'
import { byMethod, methods } from '../../catalogue/index.ts'
import type { Imports } from './imports.ts'
import { type Scope, type StreamValue, streamsIn } from './values.ts'

/** Methods that nothing but a stream has: a call of one tells what it is called on. */
const TELLING = new Set(methods.filter(({ on }) => on === 'stream' || on === 'keyed').map(({ method }) => method))
for (const common of [
  'map',
  'flatMap',
  'filter',
  'reduce',
  'sum',
  'process',
  'connect',
  'name',
  'window',
  'union',
  'partition',
]) {
  TELLING.delete(common)
}

export const isTelling = (method: string): boolean => TELLING.has(method)

/** What a piece of code that is not followed does with what is known around it. */
export interface Dealings {
  /** Streams of outside that it reads, each once. */
  readonly streams: readonly StreamValue[]
  /** Variables of outside that it may give other streams, or put streams into. */
  readonly changed: readonly string[]
  /** The Environment of outside that it calls, by number. */
  readonly environment: number | undefined
  /** Calls of `execute`. */
  readonly executes: readonly ts.CallExpression[]
  /** It makes an Environment of its own. */
  readonly makesEnvironment: boolean
  /** It calls more of an Environment than `execute`. */
  readonly builds: boolean
  /** Calls on streams of outside that speak of their operators. */
  readonly settings: readonly { readonly operator: number; readonly call: ts.CallExpression; readonly method: string }[]
}

/** Looks at every name in a piece of code. */
export function dealingsOf(node: ts.Node, scope: Scope, imports: Imports): Dealings {
  const streams = new Map<string, StreamValue>()
  const changed = new Set<string>()
  const executes: ts.CallExpression[] = []
  let environment: number | undefined
  let makesEnvironment = false
  let builds = false
  const settings: Dealings['settings'][number][] = []

  const visit = (child: ts.Node): void => {
    if (ts.isNewExpression(child) && imports.exported(child.expression) === 'Environment') makesEnvironment = true
    if (ts.isIdentifier(child) && isRead(child)) {
      const value = scope.get(child.text)
      for (const stream of streamsIn(value)) streams.set(`${stream.operator} ${stream.output}`, stream)
      const set = value?.kind === 'stream' && ts.isPropertyAccessExpression(child.parent) ? child.parent : undefined
      if (set && byMethod.setting.has(set.name.text) && ts.isCallExpression(set.parent)) {
        settings.push({ operator: (value as StreamValue).operator, call: set.parent, method: set.name.text })
      }
      if (value?.kind === 'environment') {
        environment ??= value.id
        const call = child.parent?.parent
        const executed = ts.isPropertyAccessExpression(child.parent) && child.parent.name.text === 'execute'
        if (executed && ts.isCallExpression(call)) executes.push(call)
        else builds = true
      }
    }
    if (ts.isBinaryExpression(child) && isAssignment(child) && ts.isIdentifier(child.left)) changed.add(child.left.text)
    if (ts.isCallExpression(child) && ts.isPropertyAccessExpression(child.expression)) {
      const { expression, name } = child.expression
      // What streams are collected in, to be used later.
      if (ts.isIdentifier(expression) && /^(push|unshift|set|add)$/.test(name.text)) changed.add(expression.text)
    }
    ts.forEachChild(child, visit)
  }
  visit(node)
  return {
    streams: [...streams.values()],
    changed: [...changed],
    environment,
    executes,
    makesEnvironment,
    builds,
    settings,
  }
}

function isAssignment({ operatorToken: { kind } }: ts.BinaryExpression): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment
}

function isRead(node: ts.Identifier): boolean {
  const { parent } = node
  if (parent === undefined) return true
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node
  return !(ts.isVariableDeclaration(parent) && parent.name === node) && !ts.isParameter(parent)
}
