import ts from 'typescript'
import type { ChainCall } from '../reading/chain.ts'
import { bare } from '../reading/static-values.ts'
import { refuse } from './command.ts'
import type { Draft } from './draft.ts'
import { linkStart, ownSteps } from './links.ts'
import { indentationAt } from './text-style.ts'

/** Writes the comment lines directly above an operator's call; null or an empty text takes them away. */
export function setDescription(draft: Draft, operator: number, description: string | null): void {
  const { text, style } = draft
  const { begin, step } = ownSteps(draft, operator)
  const lines = description === null || description.trim() === '' ? [] : description.trim().split(/\r\n|\r|\n/)
  const { from, to, statement } = commentPlace(draft, begin, step)
  const comments = commentsBetween(text, from, to)
  const indent = statement ? indentationAt(text, to) : linkIndent(draft, begin, to)
  const written = lines.map((line) => `//${line === '' ? '' : ` ${line}`}`)
  if (comments.length > 0) {
    const start = comments[0].pos
    const end = written.length > 0 ? comments.at(-1)!.end : nextToken(text, comments.at(-1)!.end)
    draft.replace(start, end, written.join(`${style.lineEnding}${indent}`))
  } else if (written.length > 0) {
    const block = written.map((line) => `${line}${style.lineEnding}${indent}`).join('')
    const alone = /(^|[\r\n])[ \t]*$/.test(text.slice(0, to))
    if (!alone && statement) refuse('another statement stands on this line: edit it in the text')
    draft.insert(to, alone ? block : `${style.lineEnding}${indent}${block}`)
  }
}

/** Where the comments of a call stand: from behind what it is called on to its dot, or above its statement. */
function commentPlace(
  { text, syntax }: Draft,
  begin: ChainCall,
  step: ChainCall,
): { from: number; to: number; statement: boolean } {
  const { source } = syntax
  const name = begin.nameNode.getStart(source)
  if (!ts.isIdentifier(bare(begin.receiver))) {
    const from = linkStart(text, begin.receiver)
    const dot = text.lastIndexOf('.', name)
    return { from, to: text[dot - 1] === '?' ? dot - 1 : dot, statement: false }
  }
  let node: ts.Node = step.call
  while (node.parent && !ts.isStatement(node)) {
    if (ts.isCallExpression(node.parent) && node.parent.expression !== node) {
      const dot = text.lastIndexOf('.', name)
      return { from: linkStart(text, begin.receiver), to: dot, statement: false }
    }
    node = node.parent
  }
  return { from: node.getFullStart(), to: node.getStart(source), statement: true }
}

/** The comments up to the second place without an empty line between. */
function commentsBetween(text: string, from: number, to: number): ts.CommentRange[] {
  const kept: ts.CommentRange[] = []
  let next = to
  for (const range of (ts.getLeadingCommentRanges(text, from) ?? []).toReversed()) {
    if (range.end > to) continue
    if ((text.slice(range.end, next).match(/\r\n|\r|\n/g)?.length ?? 0) > 1) break
    kept.unshift(range)
    next = range.pos
  }
  return kept
}

function nextToken(text: string, offset: number): number {
  return offset + /^\s*/.exec(text.slice(offset))![0].length
}

function linkIndent({ text, style }: Draft, begin: ChainCall, dot: number): string {
  const alone = /(^|[\r\n])([ \t]*)$/.exec(text.slice(0, dot))
  return alone ? alone[2] : `${indentationAt(text, begin.receiver.getStart())}${style.indent}`
}
