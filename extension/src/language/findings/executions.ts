import ts from 'typescript'
import { type JobEnvironment, type JobSyntax, quoted, styleOf } from '../../document/index.ts'
import { fileStem, type OpenJob } from '../open-job.ts'
import type { Finding, Fix, Splice } from './finding.ts'
import { callAt, functionAround, isAsync, isExported, isUse } from './syntax.ts'
import { startOfLine } from './writing.ts'

/** Jobs that are built and never run, are not waited for, or are run twice. */
export function executions(job: OpenJob, syntax: JobSyntax): Finding[] {
  return job.model.environments.flatMap((environment) => [
    ...missing(job, environment, syntax),
    ...notAwaited(environment, syntax),
    ...repeated(environment, syntax),
  ])
}

function missing(job: OpenJob, environment: JobEnvironment, { source, environments }: JobSyntax): Finding[] {
  const { id, variable, range } = environment
  if (environment.executions.length > 0 || !job.model.operators.some((operator) => operator.environment === id))
    return []
  const node = environments[id]
  const finding: Finding = {
    severity: 'warning',
    code: 'missing-execute',
    message: 'this job is built, but never executed: nothing runs',
    cure: `end it with await ${variable ?? 'env'}.execute('name')`,
    range,
  }
  if (variable === undefined) return ts.isPropertyAccessExpression(node.parent) ? [finding] : []
  if (leavesFile(node, variable, source)) return []
  const around = functionAround(node)
  // Several jobs may be made by one text; and where nothing may be awaited it takes more than a line.
  if (around && !isAsync(around)) return [finding]
  const name = job.model.environments.length === 1 ? fileStem(job.document.uri).replace(/[-_.]+/g, ' ') : variable
  const fix = { title: `Add await ${variable}.execute(..)`, edits: [executeAtEnd(job, node, variable, name, source)] }
  return [{ ...finding, fixes: [fix] }]
}

/** Whether others than this file's statements get hold of an Environment: they may execute it. */
function leavesFile(node: ts.Node, variable: string, source: ts.SourceFile): boolean {
  const statement = ts.findAncestor(node, ts.isVariableStatement)
  if (statement && isExported(statement)) return true
  const scope = functionAround(node) ?? source
  const visit = (child: ts.Node): boolean => {
    if (isUse(child) && child.text === variable && !ts.isPropertyAccessExpression(child.parent)) return true
    return ts.forEachChild(child, visit) ?? false
  }
  return visit(scope)
}

function executeAtEnd(job: OpenJob, node: ts.Node, variable: string, name: string, source: ts.SourceFile): Splice {
  const text = job.document.getText()
  const style = styleOf(source)
  const line = `await ${variable}.execute(${quoted(name, style)})${style.semicolon}`
  const block = ts.findAncestor(node, ts.isBlock)
  const last = (block ?? source).statements.at(-1)!
  const start = last.getStart(source)
  const indent = /^[ \t]*/.exec(text.slice(startOfLine(text, start)))![0]
  // A comment behind the last statement stays with it.
  const rest = /^[^\r\n]*/.exec(text.slice(last.end))![0]
  const offset = block ? last.end : last.end + rest.length
  return { offset, length: 0, text: `${style.lineEnding.repeat(2)}${indent}${line}` }
}

function notAwaited({ executions }: JobEnvironment, { source }: JobSyntax): Finding[] {
  return executions.flatMap(({ awaited, range }): Finding[] => {
    const call = awaited ? undefined : callAt(source, range)
    // Who writes `void` means it.
    if (call === undefined || ts.isVoidExpression(call.parent)) return []
    const around = functionAround(call)
    const fix: Fix = { title: 'Insert await', edits: [{ offset: call.getStart(source), length: 0, text: 'await ' }] }
    return [
      {
        severity: 'warning',
        code: 'execute-not-awaited',
        message:
          'execute(..) is not awaited: what comes after it does not wait for the job to start, nor learn that it failed to',
        cure: 'put await before it',
        range,
        ...(around && !isAsync(around) ? {} : { fixes: [fix] }),
      },
    ]
  })
}

function repeated({ executions }: JobEnvironment, { source }: JobSyntax): Finding[] {
  const calls = executions.map(({ range }) => callAt(source, range))
  return executions.flatMap(({ range }, index): Finding[] => {
    const call = calls[index]
    if (call === undefined) return []
    const earlier = calls.slice(0, index).some((other) => other && !areAlternatives(other, call))
    if (!earlier) return []
    return [
      {
        severity: 'error',
        code: 'executed-twice',
        message: 'this Environment has been executed already',
        cure: 'a second job needs an Environment of its own',
        range,
      },
    ]
  })
}

/** Whether one condition decides which of two places is reached. */
function areAlternatives(a: ts.Node, b: ts.Node): boolean {
  const above = new Map<ts.Node, ts.Node>()
  for (let node = a; node.parent; node = node.parent) above.set(node.parent, node)
  for (let node = b; node.parent; node = node.parent) {
    const branch = above.get(node.parent)
    if (branch === undefined) continue
    const { parent } = node
    if (branch === node) continue
    if (ts.isIfStatement(parent) || ts.isConditionalExpression(parent) || ts.isCaseBlock(parent)) return true
    return ts.isTryStatement(parent) && (branch === parent.catchClause || node === parent.catchClause)
  }
  return false
}
