import ts from 'typescript'
import { refuse, type TextEdit } from './command.ts'
import type { Draft } from './draft.ts'
import { guarded } from './statements.ts'
import { indentationAt, reindented } from './text-style.ts'

/** A function that is nothing but an expression: `(stream) => stream.map(f)`. */
export type ShortArrow = ts.ArrowFunction & { readonly body: ts.Expression }

/**
 * The function without statements that an expression of a statement is in; undefined where it is in none. Refused where
 * it is in a function in another way: there is no place for a statement.
 */
export function arrowAround(node: ts.Node, statement: ts.Statement): ShortArrow | undefined {
  let inner = node
  for (let at = node.parent; at && inner !== statement; inner = at, at = at.parent) {
    if (!ts.isFunctionLike(at)) continue
    if (ts.isArrowFunction(at) && at.body === inner && !ts.isBlock(at.body)) return at as ShortArrow
    refuse('the operator is made inside of an expression of a function: edit it in the text')
  }
  return undefined
}

/** Gives a function a block: statements, which are ended, and its expression with the edits made in it so far, which it returns. */
export function asBlock(draft: Draft, arrow: ShortArrow, statements: readonly string[]): TextEdit {
  const { text, style } = draft
  const { body, equalsGreaterThanToken } = arrow
  const outer = indentationAt(text, arrow.getStart())
  const inner = `${outer}${style.indent}`
  const content = contentOf(text, body)
  const start = content.getStart()
  const returned = reindented(draft.take(start, content.end), indentationAt(text, start), inner)
  const above = text.slice(equalsGreaterThanToken.end, body.getStart()).trim()
  const lines = [
    ...(above === '' ? [] : [above]),
    ...statements.map((line, index) => (index > 0 ? guarded(draft, line) : line)),
    `return ${returned}${style.semicolon}`,
  ]
  const end = `${style.lineEnding}${outer}}`
  const block = lines.map((line) => `${style.lineEnding}${inner}${line}`).join('')
  return draft.replace(equalsGreaterThanToken.end, body.end, ` {${block}${end}`)
}

/** An object does not need the parentheses that tell it from a block. */
function contentOf(text: string, body: ts.Expression): ts.Expression {
  if (!ts.isParenthesizedExpression(body) || !ts.isObjectLiteralExpression(body.expression)) return body
  const { expression } = body
  const around = text.slice(body.getStart() + 1, expression.getStart()) + text.slice(expression.end, body.end - 1)
  return around.trim() === '' ? expression : body
}
