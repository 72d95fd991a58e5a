import ts from 'typescript'
import { bare } from '../reading/static-values.ts'
import { arrowAround, asBlock } from './arrows.ts'
import { refuse, type TextEdit } from './command.ts'
import type { Draft } from './draft.ts'
import { lastStep, linkOf, linkStart, makes, ownSteps, readOf } from './links.ts'
import { free, variableFor } from './names.ts'
import { insertStatement, isBlockLike, statementOf } from './statements.ts'
import { indentationAt, reindented } from './text-style.ts'
import { addBehind, outermost } from './variables.ts'

/** Writes an operator once more, reading the same; a uid belongs to one operator, and is left out. */
export function duplicate(draft: Draft, operator: number): void {
  const { text } = draft
  const described = draft.operator(operator)
  const { name, kind } = described
  const { begin, step, settings } = ownSteps(draft, operator)
  const last = lastStep(draft, operator)
  const statement = statementOf(step.call)
  const arrow = arrowAround(step.call, statement)
  if (!arrow && !isBlockLike(statement.parent))
    refuse('the statement stands where no other one can: edit it in the text')
  const [input] = draft.inEdges(operator)
  for (const argument of [...begin.args, ...step.args]) {
    const isInput = draft.model.edges.some(({ id }) => draft.syntax.edges[id].reader === argument)
    if (isInput && !ts.isIdentifier(bare(argument)))
      refuse(`${name} has an input that is written inside of its call: extract that first`)
  }
  const variable = described.variable
    ? free(draft, described.variable)
    : variableFor(draft, { ...described, id: undefined, input: input?.source ?? -1 })
  draft.given.add(variable)
  const indent = arrow
    ? `${indentationAt(text, arrow.getStart())}${draft.style.indent}`
    : indentationAt(text, statement.getStart())
  const put = (copy: string, where: 'before' | 'after') =>
    arrow ? asBlock(draft, arrow, [`${copy}${draft.style.semicolon}`]) : insertStatement(draft, statement, copy, where)
  const copied = (link: string) =>
    `${kind === 'sink' ? '' : `const ${variable} = `}${reindented(link, indentationAt(text, outermost(step).getStart()), indent)}`
  let edit: TextEdit | undefined
  if (input === undefined) {
    const link = withoutUid(draft, begin.receiver.getStart(), last.call.end, settings)
    edit = put(copied(link), ts.isReturnStatement(statement) ? 'before' : 'after')
  } else {
    if (draft.operator(input.source).implied || input.output !== 'main')
      refuse(`${name} cannot be duplicated: edit it in the text`)
    const { stream } = readOf(draft, input.id)
    if (!ts.isIdentifier(bare(stream)) && !makes(draft, input.source, stream))
      refuse(`${name} reads what a function gives: give that a variable in the text first`)
    const rest = withoutUid(draft, linkStart(text, stream), last.call.end, settings)
    const behind = (own: string) => copied(`${own}${/^\s+\.[^\r\n]*$/.test(rest) ? rest.trimStart() : rest}`)
    // Behind `s = s.map(..)` the variable holds something else.
    const replaced = isAssigned(statement, bare(stream).getText())
    const where = replaced || ts.isReturnStatement(statement) ? 'before' : 'after'
    edit = ts.isIdentifier(bare(stream)) ? put(behind(stream.getText()), where) : addBehind(draft, input.source, behind)
  }
  if (edit) draft.select(edit, kind === 'sink' ? step.name : variable)
}

function withoutUid(draft: Draft, from: number, to: number, settings: ReturnType<typeof ownSteps>['settings']): string {
  let text = ''
  let at = from
  for (const setting of settings) {
    if (setting.name !== 'uid' || setting.call.end > to) continue
    const link = linkOf(draft.text, setting)
    text += draft.text.slice(at, link.from)
    at = Math.min(link.to, to)
  }
  return text + draft.text.slice(at, to)
}

/** `name = ..`. */
function isAssigned(statement: ts.Statement, name: string): boolean {
  if (!ts.isExpressionStatement(statement) || !ts.isBinaryExpression(statement.expression)) return false
  return statement.expression.left.getText() === name
}
