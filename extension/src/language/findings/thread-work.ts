import ts from 'typescript'
import type { JobSyntax } from '../../document/index.ts'
import type { OpenJob } from '../open-job.ts'
import { chanceOf, Effects } from './effects.ts'
import type { Finding } from './finding.ts'
import { isFunctionLike, rangeOf } from './syntax.ts'

/**
 * What the module does outside of functions is done in every thread, since every thread imports it: work on the outside
 * world there is done several times, and a dataflow that depends on chance differs from thread to thread. What follows
 * the last `execute` only the main thread reaches.
 */
export function threadWork({ model }: OpenJob, syntax: JobSyntax): Finding[] {
  const { source } = syntax
  const executed = model.environments.flatMap(({ executions }) => executions.map(({ range }) => range.offset))
  const end = executed.length > 0 ? Math.max(...executed) : source.end
  const effects = new Effects(source)
  const names = new Set([
    ...model.environments.map(({ variable }) => variable),
    ...model.operators.map(({ variable }) => variable),
  ])
  const chancy = new Map<string, string>()
  const found: Finding[] = []

  const chanceIn = (node: ts.Node): { node: ts.Node; what: string } | undefined => {
    if (isFunctionLike(node)) return undefined
    const what = chanceOf(node) ?? (ts.isIdentifier(node) ? chancy.get(node.text) : undefined)
    return what === undefined ? ts.forEachChild(node, chanceIn) : { node, what }
  }
  const decides = (node: ts.Node | undefined) => {
    const chance = node && chanceIn(node)
    if (chance) found.push(differs(chance.node, chance.what, source))
  }

  const visit = (node: ts.Node): void => {
    if (node.getStart(source) > end) return
    if (isFunctionLike(node) && !makesJob(node, syntax) && !isCalledAtOnce(node)) return
    if (ts.isClassLike(node)) return
    if (ts.isIfStatement(node) && /\bisMainThread\b/.test(node.expression.getText(source))) return
    const effect = effects.of(node)
    if (effect) found.push(doneOften(node, effect, source))
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const chance = chanceIn(node.initializer)
      if (chance) chancy.set(node.name.text, chance.what)
    }
    const condition = conditionOf(node)
    if (condition && touches(node, names)) decides(condition)
    ts.forEachChild(node, visit)
  }
  visit(source)

  for (const { step, settings } of syntax.operators) {
    for (const { args } of ['nameNode' in step ? step : { args: [] }, ...settings]) for (const arg of args) decides(arg)
  }
  for (const made of syntax.environments) {
    if (ts.isNewExpression(made)) for (const arg of made.arguments ?? []) decides(arg)
  }
  return found
}

function doneOften(node: ts.Node, what: string, source: ts.SourceFile): Finding {
  return {
    severity: 'warning',
    code: 'work-in-every-thread',
    message: `${what} is done in every thread of the job, because every thread imports this module`,
    cure: 'do it in a function of the job (a source, or open of a process function), or after the last execute(..)',
    range: rangeOf(node, source),
  }
}

function differs(node: ts.Node, what: string, source: ts.SourceFile): Finding {
  return {
    severity: 'warning',
    code: 'structure-by-chance',
    message: `the dataflow is built from ${what}, which differs from thread to thread: the threads do not build the same job`,
    cure: 'take it from env.parameter(..), which is the same in every thread',
    range: rangeOf(node, source),
  }
}

function makesJob(node: ts.Node, { environments }: JobSyntax): boolean {
  return environments.some((made) => made.pos >= node.pos && made.end <= node.end)
}

function isCalledAtOnce(node: ts.Node): boolean {
  const outer = ts.isParenthesizedExpression(node.parent) ? node.parent : node
  return ts.isCallExpression(outer.parent) && outer.parent.expression === outer
}

/** What decides whether, or how often, code runs. */
function conditionOf(node: ts.Node): ts.Node | undefined {
  if (ts.isIfStatement(node) || ts.isSwitchStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)) {
    return node.expression
  }
  if (ts.isForStatement(node) || ts.isConditionalExpression(node)) return node.condition
  return ts.isForOfStatement(node) ? node.expression : undefined
}

/** Whether code has to do with an Environment or a stream. */
function touches(node: ts.Node, names: ReadonlySet<string | undefined>): boolean {
  if (ts.isIdentifier(node)) return names.has(node.text)
  return ts.forEachChild(node, (child) => touches(child, names)) ?? false
}
