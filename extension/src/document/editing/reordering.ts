import ts from 'typescript'
import { refuse } from './command.ts'
import { statementComments } from './descriptions.ts'
import type { Draft } from './draft.ts'
import { lastStep, lineBreakFor, linkOf, linkStart, ownSteps, readOf } from './links.ts'
import { statementOf } from './statements.ts'
import { needsKeys } from './strategies.ts'
import { indentationAt } from './text-style.ts'
import { outermost } from './variables.ts'

/** Moves an operator with its settings and comments to another edge; the partition calls stay where they are. */
export function reorder(draft: Draft, operator: number, edge: number): void {
  const { text } = draft
  const { kind, name } = draft.operator(operator)
  const { source, target } = draft.edge(edge)
  const { begin, step, settings } = ownSteps(draft, operator)
  const last = lastStep(draft, operator)
  const inputs = draft.inEdges(operator)
  const outputs = draft.outEdges(operator)
  if (source === operator || target === operator) refuse(`${name} is there already`)
  if (kind === 'sink' || inputs.length !== 1) refuse(`${name} is no operator with one input and an output`)
  if (outputs.some(({ output }) => output !== 'main')) refuse(`${name} has a side output that is read`)
  if (draft.operator(target).implied || draft.operator(source).environment !== draft.operator(operator).environment)
    refuse(`${name} cannot be put there`)
  const keys = [...inputs, ...outputs, draft.edge(edge)].find(({ id }) => needsKeys(draft, id))
  if (keys) refuse(`${draft.operator(keys.target).name} needs the keys that ${draft.operator(keys.source).name} gives`)
  if (settings.some(({ call }) => call.end > last.call.end))
    refuse(`${name} has settings on a variable: edit it in the text`)
  if (
    outermost(step) === last.call &&
    !ts.isCallExpression(begin.receiver) &&
    ts.isExpressionStatement(last.call.parent)
  )
    refuse(`${name} is all of its statement: edit it in the text`)
  const { stream } = readOf(draft, edge)
  if (
    draft.model.edges.filter(({ id }) => draft.syntax.edges[id].reader === draft.syntax.edges[edge].reader).length > 1
  )
    refuse('this is the input of a helper that is used several times: edit it in the text')
  const { from, to } = linkOf(text, begin)
  const end = Math.max(to, linkOf(text, last).to)
  const at = linkStart(text, stream)
  const comments = statementComments(draft, operator)
  const { style } = draft
  const indented = `${style.lineEnding}${indentationAt(text, statementOf(stream).getStart())}${style.indent}`
  const lineBreak = lineBreakFor(draft, stream) || (comments ? indented : '')
  const link = text.slice(from, end).replace(/^\s+/, '')
  const above = comments?.ranges.map(({ pos, end: to }) => `${text.slice(pos, to)}${lineBreak}`).join('') ?? ''
  const open = /\/\/[^\r\n]*$/.test(link) && !/^[ \t]*(\r|\n|$)/.test(text.slice(at)) ? indented : ''
  if (comments) draft.replace(comments.ranges[0].pos, comments.place.to, '')
  draft.replace(from, end, '')
  draft.select(draft.insert(at, `${lineBreak}${above}${link}${open}`), link)
}
