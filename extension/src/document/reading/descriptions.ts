import ts from 'typescript'
import { byMethod } from '../../catalogue/index.ts'
import type { ChainStep } from './chain.ts'
import { bare } from './static-values.ts'

/** Where the comments that describe a call stand: in its chain, or above the statement it begins. */
export interface CommentPlace {
  readonly from: number
  readonly to: number
  readonly statement?: ts.Statement
}

/** The comments directly above a call, without their marks. */
export function commentsAbove(
  step: ChainStep,
  source: ts.SourceFile,
  place = commentPlace(step, source),
): string | undefined {
  const { text } = source
  const lines = commentRanges(text, place).map(({ pos, end, kind }) => {
    const comment = text.slice(pos, end)
    return kind === ts.SyntaxKind.SingleLineCommentTrivia ? comment.slice(2).trim() : blockText(comment)
  })
  return lines.length === 0 ? undefined : lines.join('\n')
}

/**
 * Comments directly above a statement describe the first operator in it, unless its call has its own.
 *
 * @param own whether those of the call count
 */
export function commentPlace(step: ChainStep, source: ts.SourceFile, own = true): CommentPlace {
  const { text } = source
  const name = step.nameNode.getStart(source)
  const dot = text.lastIndexOf('.', name)
  const link = { from: step.receiver.end, to: text[dot - 1] === '?' ? dot - 1 : dot }
  if (!beginsChain(step) || (own && commentRanges(text, link).length > 0)) return link
  let node: ts.Node = step.nameNode
  while (node.parent && !ts.isStatement(node)) {
    if (ts.isFunctionLike(node)) return link
    // The comment above several declarations is the first one's.
    if (
      ts.isVariableDeclaration(node) &&
      ts.isVariableDeclarationList(node.parent) &&
      node.parent.declarations[0] !== node
    )
      return link
    // Arguments of another call are not the beginning of its statement.
    if (ts.isCallExpression(node.parent) && node.parent.expression !== node) return link
    node = node.parent
  }
  if (!ts.isStatement(node)) return link
  return { from: node.getFullStart(), to: node.getStart(source), statement: node }
}

/** Whether nothing but variables, partition calls and an open input stands before a call. */
function beginsChain({ receiver, name, call }: ChainStep): boolean {
  if (name === 'unconnected' && call && ts.isPropertyAccessExpression(call.parent)) return false
  let node = bare(receiver)
  while (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const method = node.expression.name.text
    if (!byMethod.strategy.has(method) && method !== 'unconnected') return false
    node = bare(node.expression.expression)
  }
  return ts.isIdentifier(node) || ts.isNewExpression(node)
}

/** Comments of whole lines in a place, up to its end without an empty line. */
export function commentRanges(text: string, { from, to }: CommentPlace): ts.CommentRange[] {
  const ranges: ts.CommentRange[] = []
  let next = to
  for (const range of (ts.getLeadingCommentRanges(text, from) ?? []).toReversed()) {
    if (range.end > to) continue
    if ((text.slice(range.end, next).match(/\r\n|\r|\n/g)?.length ?? 0) > 1) break
    ranges.unshift(range)
    next = range.pos
  }
  return ranges
}

function blockText(comment: string): string {
  return comment
    .replace(/^\/\*+|\*+\/$/g, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^\s*\*?\s?/, '').trimEnd())
    .join('\n')
    .trim()
}
