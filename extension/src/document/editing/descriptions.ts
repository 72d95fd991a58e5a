import type ts from 'typescript'
import { type CommentPlace, commentPlace, commentRanges } from '../reading/descriptions.ts'
import { refuse } from './command.ts'
import type { Draft } from './draft.ts'
import { linkStart, ownSteps } from './links.ts'
import { indentationAt } from './text-style.ts'

/** Writes the comment lines directly above an operator's call; null or an empty text takes them away. */
export function setDescription(draft: Draft, operator: number, description: string | null): void {
  const { text, style } = draft
  const { begin } = ownSteps(draft, operator)
  const lines = description === null || description.trim() === '' ? [] : description.trim().split(/\r\n|\r|\n/)
  const written = lines.map((line) => `//${line.trim() === '' ? '' : ` ${line.trim()}`}`)
  const place = commentPlace(begin, draft.syntax.source)
  const comments = commentRanges(text, place)
  const { to, statement } = place
  const alone = /(^|[\r\n])([ \t]*)$/.exec(text.slice(0, to))
  const indent = alone ? alone[2] : `${indentationAt(text, begin.receiver.getStart())}${style.indent}`
  if (comments.length > 0) {
    const [first, last] = [comments[0], comments[comments.length - 1]]
    const oneLine = !/[\r\n]/.test(text.slice(first.pos, to))
    if (written.length === 0) draft.replace(first.pos, nextToken(text, last.end), '')
    // A comment that stands before its call on one line can become lines only with a break behind it.
    else
      draft.replace(
        first.pos,
        oneLine ? to : last.end,
        `${written.join(`${style.lineEnding}${indent}`)}${oneLine ? `${style.lineEnding}${indent}` : ''}`,
      )
  } else if (written.length > 0) {
    const before = /;([ \t]*)$/.exec(text.slice(0, to))
    if (!alone && statement && before && !/[\r\n][ \t]*;[ \t]*$/.test(text.slice(0, to))) {
      const lines = [...written, ''].join(`${style.lineEnding}${indentationAt(text, to)}`)
      draft.replace(to - before[1].length, to, `${style.lineEnding}${indentationAt(text, to)}${lines}`)
      return
    }
    if (!alone && statement) refuse('another statement stands on this line: edit it in the text')
    const block = written.map((line) => `${line}${style.lineEnding}${indent}`).join('')
    const at = statement ? to : Math.max(linkStart(text, begin.receiver), alone ? to : 0)
    if (alone) draft.insert(to, block)
    else draft.replace(at, to, `${style.lineEnding}${indent}${block}`)
  }
}

/** The comments above the statement an operator begins, which go when it goes: they would describe the next one. */
export function statementComments(
  draft: Draft,
  operator: number,
): { place: CommentPlace; ranges: ts.CommentRange[] } | undefined {
  const { begin } = ownSteps(draft, operator)
  const place = commentPlace(begin, draft.syntax.source)
  if (place.statement === undefined) return undefined
  const ranges = commentRanges(draft.text, place)
  return ranges.length === 0 ? undefined : { place, ranges }
}

export function removeStatementComments(draft: Draft, operator: number): void {
  const comments = statementComments(draft, operator)
  if (comments) draft.replace(comments.ranges[0].pos, comments.place.to, '')
}

function nextToken(text: string, offset: number): number {
  return offset + /^\s*/.exec(text.slice(offset))![0].length
}
