import ts from 'typescript'
import { bare } from '../reading/static-values.ts'
import { refuse } from './command.ts'
import { removeStatementComments } from './descriptions.ts'
import type { Draft } from './draft.ts'
import { dropUnusedImports } from './imports.ts'
import { lastStep, linkOf, ownSteps, readOf } from './links.ts'
import { outermost, statementOf } from './variables.ts'

/** Takes an operator out; what it read is then read by what followed it. */
export function removeOperator(draft: Draft, operator: number): void {
  const { text } = draft
  const { kind, name, environment } = draft.operator(operator)
  const { begin, step, settings } = ownSteps(draft, operator)
  const { variable } = draft.model.environments[environment]
  const last = lastStep(draft, operator)
  const readers = draft.outEdges(operator)
  if (kind === 'source' || kind === 'unconnected') {
    if (readers.length === 0) removeStatement(draft, outermost(step))
    else if (kind === 'unconnected') refuse('an open input goes when it is connected, or with what reads it')
    else {
      const edit = draft.replace(
        begin.receiver.getStart(),
        last.call.end,
        `${variable ?? begin.receiver.getText()}.unconnected<unknown>()`,
      )
      draft.select(edit, 'unconnected')
      removeStatementComments(draft, operator)
      dropUnusedImports(draft, [{ from: begin.receiver.getStart(), to: last.call.end }], edit.text)
    }
    return
  }
  if (step.args.some((argument) => draft.model.edges.some(({ id }) => draft.syntax.edges[id].reader === argument))) {
    const inline = step.args.filter(
      (argument) =>
        !ts.isIdentifier(bare(argument)) &&
        draft.model.edges.some(({ id }) => draft.syntax.edges[id].reader === argument),
    )
    if (inline.length > 0) refuse(`${name} has an input that is written inside of its call: disconnect that first`)
  }
  if (readers.some(({ output }) => output !== 'main'))
    refuse(`${name} has a side output that is read: remove what reads it first`)
  const stray = settings.filter((setting) => setting.call.pos > last.call.end)
  if (stray.length > 0) refuse(`${name} has settings behind a partition call: edit it in the text`)
  // Partition calls before it go with it, if those behind it say what happens.
  const [input] = draft.inEdges(operator)
  const own = input ? readOf(draft, joined(draft, operator, input.id)).strategies : []
  const behind = readers.length > 0 && readers.every(({ written }) => written)
  const from = linkOf(text, own.length > 0 && (behind || readers.length === 0) ? own[0] : begin).from
  const to = linkOf(text, last).to
  const whole = outermost(step)
  dropUnusedImports(draft, [{ from, to }], '')
  const receiver = own.length > 0 && (behind || readers.length === 0) ? own[0].receiver : begin.receiver
  const nothingLeft = whole === last.call && ts.isExpressionStatement(whole.parent) && ts.isIdentifier(bare(receiver))
  if (nothingLeft) removeStatement(draft, whole)
  else {
    removeStatementComments(draft, operator)
    draft.replace(from, to, '')
  }
}

/** A window join reads through the operators that key its inputs. */
function joined(draft: Draft, operator: number, edge: number): number {
  const { source } = draft.edge(edge)
  if (draft.operator(operator).kind !== 'windowJoin' || !draft.operator(source).implied) return edge
  return draft.inEdges(source)[0].id
}

/** Takes out a statement with its line and the comments above it. */
function removeStatement(draft: Draft, expression: ts.Node): void {
  const { text } = draft
  const statement = statementOf(expression)
  const whole =
    ts.isExpressionStatement(statement) ||
    (ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1)
  if (!whole) refuse('the statement does more than this: edit it in the text')
  const comments = ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? []
  let from = statement.getStart()
  for (const { pos, end } of comments.toReversed()) {
    if ((text.slice(end, from).match(/\r\n|\r|\n/g)?.length ?? 0) > 1) break
    from = pos
  }
  let to = ts.getTrailingCommentRanges(text, statement.end)?.at(-1)?.end ?? statement.end
  const lineBreak = /^[ \t]*(\r\n|\r|\n)/.exec(text.slice(to))
  const lineStart = Math.max(text.lastIndexOf('\n', from - 1), text.lastIndexOf('\r', from - 1)) + 1
  if (/^[ \t]*$/.test(text.slice(lineStart, from)) && lineBreak) {
    from = lineStart
    to += lineBreak[0].length
  }
  draft.replace(from, to, '')
}
