import ts from 'typescript'
import { refuse, type TextEdit } from './command.ts'
import type { Draft } from './draft.ts'
import type { Stretch } from './links.ts'
import { indentationAt } from './text-style.ts'

/** Where a statement begins, with the comments directly above it. */
export function statementTop(text: string, statement: ts.Statement): number {
  let top = statement.getStart()
  // A semicolon in front of it, in a file without others, is its own.
  const guard = /(^|[\r\n])[ \t]*(;[ \t]*)$/.exec(text.slice(0, top))
  if (guard) return top - guard[2].length
  for (const { pos, end } of (ts.getLeadingCommentRanges(text, statement.getFullStart()) ?? []).toReversed()) {
    if ((text.slice(end, top).match(/\r\n|\r|\n/g)?.length ?? 0) > 1) break
    top = pos
  }
  return top
}

/** Where a statement ends, without a semicolon that stands in front of the next one. */
export function statementEnd(text: string, { end }: ts.Statement): number {
  const guard = /\s*[\r\n]\s*;$/.exec(text.slice(0, end))
  return guard ? end - guard[0].length : end
}

/** A statement with the comments above it and behind it, and its lines where nothing else stands on them. */
export function statementLines(text: string, statement: ts.Statement): Stretch {
  const from = statementTop(text, statement)
  const end = statementEnd(text, statement)
  const to = ts.getTrailingCommentRanges(text, end)?.at(-1)?.end ?? end
  const lineStart = Math.max(text.lastIndexOf('\n', from - 1), text.lastIndexOf('\r', from - 1)) + 1
  const rest = /^[ \t]*(\r\n|\r|\n|$)/.exec(text.slice(to))
  return /^[ \t]*$/.test(text.slice(lineStart, from)) && rest
    ? { from: lineStart, to: to + rest[0].length }
    : { from, to }
}

/** Takes out the statement an expression is all of, with its lines; of the empty lines around it one stays. */
export function removeStatement(draft: Draft, expression: ts.Node): void {
  const { text } = draft
  const statement = statementOf(expression)
  const whole =
    ts.isExpressionStatement(statement) ||
    (ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1)
  if (!whole || !isBlockLike(statement.parent)) refuse('the statement does more than this: edit it in the text')
  const { from, to } = withEmptyLine(text, statementLines(text, statement))
  draft.replace(from, to, '')
}

/** Lines that go, with one of the empty lines on both sides of them. */
export function withEmptyLine(text: string, { from, to }: Stretch): Stretch {
  const before = /(^|\r\n|\r|\n)[ \t]*(\r\n|\r|\n)$/.test(text.slice(0, from))
  const after = /^[ \t]*(\r\n|\r|\n)/.exec(text.slice(to))
  return { from, to: before && after && to < text.trimEnd().length ? to + after[0].length : to }
}

/** Puts a statement before or behind another one, as a line of its own. */
export function insertStatement(
  draft: Draft,
  at: ts.Statement,
  statement: string,
  where: 'before' | 'after',
): TextEdit {
  return insertLines(draft, at, `${guarded(draft, statement)}${draft.style.semicolon}`, where)
}

/** Puts lines before or behind a statement; all but the first one have their indentation already. */
export function insertLines(draft: Draft, at: ts.Statement, line: string, where: 'before' | 'after'): TextEdit {
  const { style, text } = draft
  const indent = indentationAt(text, at.getStart())
  if (where === 'before') {
    const { from } = statementLines(text, at)
    const own = from <= statementTop(text, at) - indent.length
    return own
      ? draft.insert(from, `${indent}${line}${style.lineEnding}`)
      : draft.insert(statementTop(text, at), `${line}${style.lineEnding}${indent}`)
  }
  const end = lineEndOf(text, { end: statementEnd(text, at) })
  const next = /^[ \t]*(?=[^\s])/.exec(text.slice(end))
  // What else stands on the line goes on in a line of its own.
  if (next)
    return draft.replace(end, end + next[0].length, `${style.lineEnding}${indent}${line}${style.lineEnding}${indent}`)
  return draft.insert(end, `${style.lineEnding}${indent}${line}`)
}

/** Without semicolons a statement must not begin with what the line before could go on with. */
export function guarded({ style }: Draft, statement: string): string {
  return style.semicolon === '' && /^(?:[([`+-]|\/(?![/*]))/.test(statement) ? `;${statement}` : statement
}

/** Behind a node, and the comment that ends its line. */
export function lineEndOf(text: string, { end }: { readonly end: number }): number {
  const trailing = ts.getTrailingCommentRanges(text, end)?.at(-1)
  return trailing && /^[ \t]*(\r|\n|$)/.test(text.slice(trailing.end)) ? trailing.end : end
}

export function statementOf(node: ts.Node): ts.Statement {
  while (!ts.isStatement(node)) node = node.parent
  return node
}

export function isBlockLike(node: ts.Node): boolean {
  return ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node)
}
