import ts from 'typescript'
import type { JobSyntax } from '../../document/index.ts'
import type { OpenJob } from '../open-job.ts'
import type { Finding } from './finding.ts'
import { isFunctionLike, rangeOf } from './syntax.ts'

/**
 * In a file of several jobs, the result of one that is read before a later `execute`: the threads of the later job
 * import the module too, and do not have it.
 */
export function earlierResults({ model }: OpenJob, { source }: JobSyntax): Finding[] {
  const executed = model.environments.flatMap(({ id, variable, executions }) =>
    executions.map(({ range }) => ({ id, variable, offset: range.offset })),
  )
  if (new Set(executed.map(({ id }) => id)).size < 2) return []
  const last = Math.max(...executed.map(({ offset }) => offset))
  const environments = new Set(executed.map(({ variable }) => variable))
  const handles = new Set<string>()
  const results = new Set<string>()
  const found: Finding[] = []

  const isHandle = (node: ts.Expression): boolean =>
    ts.isIdentifier(node)
      ? handles.has(node.text)
      : calls(node, 'execute', (on) => ts.isIdentifier(on) && environments.has(on.text))
  const isResult = (node: ts.Expression): boolean =>
    ts.isIdentifier(node) ? results.has(node.text) : calls(node, 'waitFinish', (on) => isHandle(bare(on)))
  const report = (node: ts.Node) =>
    found.push({
      severity: 'error',
      code: 'earlier-result',
      message:
        "an earlier job's result is read before a later execute(..): the threads of the later job do not have it",
      cure: 'let the later job depend on a file or a parameter, or read the result after the last execute(..)',
      range: rangeOf(node, source),
    })

  const visit = (node: ts.Node): void => {
    if (node.getStart(source) > last || (isFunctionLike(node) && !containsExecute(node, executed))) return
    if (ts.isVariableDeclaration(node) && node.initializer) {
      const value = bare(node.initializer)
      if (ts.isIdentifier(node.name)) {
        if (isHandle(value)) handles.add(node.name.text)
        if (isResult(value)) results.add(node.name.text)
      } else if (isResult(value)) report(node.name)
    } else if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
      const on = bare(node.expression)
      const named = ts.isPropertyAccessExpression(node) ? node.name.text : ''
      if (isResult(on) || (isHandle(on) && named === 'results')) report(node)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

function containsExecute({ pos, end }: ts.Node, executed: readonly { readonly offset: number }[]): boolean {
  return executed.some(({ offset }) => offset > pos && offset < end)
}

/** Whether an expression, behind its `await`, calls a method on something. */
function calls(node: ts.Expression, method: string, on: (receiver: ts.Expression) => boolean): boolean {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === method &&
    on(node.expression.expression)
  )
}

function bare(node: ts.Expression): ts.Expression {
  while (ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node)) node = node.expression
  return node
}
