import ts from 'typescript'
import type { JobModel } from '../job-model.ts'
import { bare } from '../reading/static-values.ts'
import { refuse } from './command.ts'
import type { Draft } from './draft.ts'
import { importNames } from './imports.ts'
import { free } from './names.ts'
import { insertStatement, isBlockLike, lineEndOf, statementEnd, statementOf } from './statements.ts'
import { quoted } from './text-style.ts'

/** How the text names an Environment; one without a name gets a variable. */
export function environmentName(draft: Draft, environment: number): string {
  const known = draft.model.environments[environment] ?? refuse(`there is no Environment ${environment}`)
  if (known.variable !== undefined) return known.variable
  const node = draft.syntax.environments[environment]
  const statement = statementOf(node)
  if (!isBlockLike(statement.parent)) refuse('the Environment has no variable: edit it in the text')
  const name = free(draft, 'env')
  const made = draft.take(node.getStart(), node.end)
  draft.replace(node.getStart(), node.end, name)
  insertStatement(draft, statement, `const ${name} = ${made}`, 'before')
  return name
}

/** One more job in the file, which nothing is in yet, behind the ones that are there. */
export function newEnvironment(draft: Draft, name = 'job'): void {
  const { model, syntax, style, text } = draft
  const made = importNames(draft, ['Environment']).get('Environment')
  const variable = free(draft, 'env')
  const { statements } = syntax.source
  const ends = model.environments.flatMap(({ executions }) => executions.map(({ range }) => range.offset))
  const last = statements.findLast((statement) => ends.some((at) => statement.getStart() <= at && at < statement.end))
  const lines = [
    `const ${variable} = new ${made}()${style.semicolon}`,
    `await ${variable}.execute(${quoted(name, style)})${style.semicolon}`,
  ].join(style.lineEnding.repeat(2))
  const place = last ?? statements.at(-1)
  const gap = style.lineEnding.repeat(2)
  draft.select(
    place
      ? draft.insert(lineEndOf(text, { end: statementEnd(text, place) }), `${gap}${lines}`)
      : draft.insert(text.length, lines),
    variable,
  )
}

/** Changes what is given to `execute`. */
export function renameJob(draft: Draft, environment: number, name: string | null): void {
  const { executions } = draft.model.environments[environment] ?? refuse(`there is no Environment ${environment}`)
  const [execution, more] = executions
  if (execution === undefined) refuse('the job is not executed: its name is what is given to execute(..)')
  if (more) refuse('the job is executed at several places: edit it in the text')
  if (name !== null && name.trim() === '') refuse('a name must not be empty')
  const { offset, length } = execution.range
  const call =
    callIn(draft.syntax.source, offset, offset + length) ??
    refuse('the job is executed in another way than by a call: edit it in the text')
  const [own] = call.arguments
  if (own === undefined) {
    if (name !== null) draft.select(draft.insert(call.arguments.pos, quoted(name, draft.style)), name)
    return
  }
  if (!ts.isStringLiteralLike(bare(own))) refuse(`the name is computed (${own.getText()}): edit it in the text`)
  if (name === null) draft.replace(call.arguments.pos, call.end - 1, '')
  else draft.select(draft.replace(own.getStart(), own.end, quoted(name, draft.style)), name)
}

/** The call of `execute` in a stretch of the text. */
function callIn(node: ts.Node, from: number, to: number): ts.CallExpression | undefined {
  if (node.end < from || node.pos > to) return undefined
  const isIt =
    ts.isCallExpression(node) &&
    node.end === to &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'execute'
  return isIt ? node : ts.forEachChild(node, (child) => callIn(child, from, to))
}

/** A model as if the Environment that is selected were not there: the others have the numbers they had. */
export function withoutNewEnvironment({ selection }: Draft, after: JobModel): JobModel {
  const behind = after.environments.filter(({ range }) => selection && range.offset > selection.offset)
  const added = behind.toSorted((a, b) => a.range.offset - b.range.offset)[0]
  if (added === undefined) return after
  const operators = after.operators.map((operator) =>
    operator.environment > added.id ? { ...operator, environment: operator.environment - 1 } : operator,
  )
  return { ...after, operators }
}
