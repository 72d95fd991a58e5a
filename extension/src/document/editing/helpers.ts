import ts from 'typescript'
import type { ChainCall } from '../reading/chain.ts'
import { bare } from '../reading/static-values.ts'
import { arrowAround } from './arrows.ts'
import { refuse } from './command.ts'
import { statementComments } from './descriptions.ts'
import type { Draft } from './draft.ts'
import { importNames } from './imports.ts'
import { lastStep, lineBreakFor, linkOf, makes, ownSteps, readOf } from './links.ts'
import { checkVariable, free } from './names.ts'
import { insertStatement, isBlockLike, lineEndOf, statementOf } from './statements.ts'
import { needsKeys } from './strategies.ts'
import { indentationAt, reindented } from './text-style.ts'
import { cutBehind, joinOnly, leads, newVariable, outermost, referenceTo } from './variables.ts'

/** Makes a function of operators that follow each other in a chain, and calls it in their place. */
export function wrapInHelper(draft: Draft, operators: readonly number[], name: string, type?: string): void {
  const { text, style } = draft
  checkVariable(draft, name)
  const ordered = inOrder(draft, operators)
  const [first, last] = [ordered[0], ordered[ordered.length - 1]]
  const begin = ownSteps(draft, first).begin
  const end = lastStep(draft, last)
  const statement = statementOf(end.call)
  if (!isBlockLike(statement.parent)) refuse('the statement stands where no other one can: edit it in the text')
  const [input] = draft.inEdges(first)
  if (input === undefined) refuse(`${draft.operator(first).name} has no input that a helper could be given`)
  if (needsKeys(draft, input.id)) refuse(`${draft.operator(first).name} needs keys: select its keyBy too`)
  const { reader } = readOf(draft, input.id)
  const stream = free(draft, 'stream')
  const { stream: read } = readOf(draft, input.id)
  const isName = ts.isIdentifier(bare(read))
  const whole = text.slice(reader.getStart(), reader.end)
  const isMade = !isName && input.output === 'main' && makes(draft, input.source, read)
  const mayCut = isMade && leads(statement, outermost(end))
  const isCut = mayCut && (type === undefined || /[\r\n]/.test(whole) || hasComments(draft, input.source))
  // A partition call takes the keys away: what is read then has another type than its variable.
  const isTold = reader === read || draft.operator(input.source).kind !== 'keyBy'
  const isSplit = type === undefined && isTold && !isCut && isMade
  const given =
    type !== undefined
      ? `${importNames(draft, ['DataStream']).get('DataStream')}<${type}>`
      : isSplit
        ? `typeof ${referenceTo(draft, input.source).name}`
        : isCut && isTold
          ? `typeof ${newVariable(draft, input.source)}`
          : (isTold && typeOf(read, end)) ||
            refuse(`the type of what ${draft.operator(first).name} reads is not known: give that a variable first`)
  const comments = statementComments(draft, first)
  const indent = indentationAt(text, statement.getStart())
  const chain = text.slice(linkOf(text, begin).from, end.call.end)
  const line = `${style.lineEnding}${indent}${style.indent}`
  const above = comments?.ranges.map(({ pos, end: to }) => `${line}${text.slice(pos, to)}`).join('') ?? ''
  const own = above === '' ? chain : `${above}${line}${chain.trimStart()}`
  const from = lineBreakFor(draft, reader)
  const body = from === '' ? own : reindented(own, from.replace(/^[\r\n]+/, ''), `${indent}${style.indent}`)
  // Before other edits, since what else is put in at this place comes behind it.
  const edit = insertStatement(draft, statement, `const ${name} = (${stream}: ${given}) => ${stream}${body}`, 'before')
  draft.select(edit, name)
  if (comments) draft.replace(comments.ranges[0].pos, comments.place.to, '')
  if (isCut) {
    const partition = text.slice(read.end, reader.end).replace(/^\s+/, '')
    cutBehind(draft, input.source, (variable) => `${name}(${variable}${partition})`)
    draft.replace(lineEndOf(text, read), end.call.end, '')
  } else if (isSplit) {
    draft.insert(reader.getStart(), `${name}(`)
    draft.replace(reader.end, end.call.end, ')')
  } else {
    draft.replace(reader.getStart(), end.call.end, `${name}(${whole})`)
  }
  joinOnly(draft, end.call.end, outermost(end))
}

/** A type for what is read, told from the text: the variable's own one, or the one that a parameter is declared with. */
function typeOf(read: ts.Expression, { call }: ChainCall): string | undefined {
  const stream = bare(read)
  if (!ts.isIdentifier(stream)) return undefined
  const arrow = arrowAround(call, statementOf(call))
  if (arrow === undefined) return `typeof ${stream.text}`
  // The helper stands outside of the function, where its parameters are unknown.
  const parameter = arrow.parameters.find(({ name }) => name.getText() === stream.text)
  if (arrow.typeParameters)
    refuse(`the type of ${stream.text} is known only inside of its function: edit it in the text`)
  return parameter?.type?.getText()
}

/** Whether a comment describes an operator that its statement begins with, or another one of its chain before it. */
function hasComments(draft: Draft, operator: number): boolean {
  const { description } = draft.operator(operator)
  if (description !== undefined) return true
  const [input] = draft.inEdges(operator)
  return input !== undefined && hasComments(draft, input.source)
}

/** The operators as they follow each other; refused where they do not, or others read one of them in between. */
function inOrder(draft: Draft, operators: readonly number[]): number[] {
  if (operators.length === 0) refuse('nothing is selected')
  const selected = new Set(operators)
  const [first, ...others] = [...selected].filter((id) => !draft.inEdges(id).some(({ source }) => selected.has(source)))
  if (first === undefined || others.length > 0) refuse('the selection is no single chain')
  const ordered = [first]
  while (ordered.length < selected.size) {
    const id = ordered[ordered.length - 1]
    const readers = draft.outEdges(id)
    const [next] = readers
    if (readers.length !== 1 || !selected.has(next.target) || draft.inEdges(next.target).length > 1)
      refuse(`the selection is no single chain: it forks behind ${draft.operator(id).name}`)
    const { begin } = ownSteps(draft, next.target)
    if (begin.call.getStart() !== ownSteps(draft, id).step.call.getStart())
      refuse(`${draft.operator(next.target).name} stands in another chain: edit it in the text`)
    ordered.push(next.target)
  }
  return ordered
}
