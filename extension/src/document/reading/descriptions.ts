import ts from 'typescript'
import type { ChainStep } from './chain.ts'

/** The comments directly above a call, or above the statement whose first call it is; without their marks. */
export function commentsAbove(step: ChainStep, source: ts.SourceFile): string | undefined {
  const { text } = source
  const own = comments(text, step.receiver.end, step.nameNode.getStart(source))
  if (own !== undefined) return own
  const statement = statementBegunBy(step)
  return statement && comments(text, statement.getFullStart(), statement.getStart(source))
}

/** The statement in which nothing but variables and an Environment stands before the call. */
function statementBegunBy({ receiver, nameNode }: ChainStep): ts.Node | undefined {
  if (!ts.isIdentifier(receiver)) return undefined
  let node: ts.Node = nameNode
  while (node.parent && !ts.isStatement(node)) {
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return undefined
    // Arguments of another call are not the beginning of its statement.
    if (ts.isCallExpression(node.parent) && node.parent.expression !== node) return undefined
    node = node.parent
  }
  return ts.isStatement(node) ? node : undefined
}

/** Comments of whole lines between two places, up to the second one without an empty line. */
function comments(text: string, from: number, to: number): string | undefined {
  const ranges = ts.getLeadingCommentRanges(text, from) ?? []
  const lines: string[] = []
  let next = to
  for (const { pos, end, kind } of ranges.toReversed()) {
    if (end > to) continue
    if ((text.slice(end, next).match(/\r\n|\r|\n/g)?.length ?? 0) > 1) break
    const comment = text.slice(pos, end)
    lines.unshift(kind === ts.SyntaxKind.SingleLineCommentTrivia ? comment.slice(2).trim() : blockText(comment))
    next = pos
  }
  return lines.length === 0 ? undefined : lines.join('\n')
}

function blockText(comment: string): string {
  return comment
    .replace(/^\/\*+|\*+\/$/g, '')
    .split(/\r\n|\r|\n/)
    .map((line) => line.replace(/^\s*\*?\s?/, '').trimEnd())
    .join('\n')
    .trim()
}
