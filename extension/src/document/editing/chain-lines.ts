import ts from 'typescript'
import type { TextEdit } from './command.ts'
import type { Draft } from './draft.ts'
import { lineBreakFor } from './links.ts'
import { statementOf } from './statements.ts'
import { indentationAt } from './text-style.ts'
import { leads, outermost } from './variables.ts'

/** What still stands on one line: so many calls; and so many columns, where there is more than a call or two. */
const CALLS = 3
const FEW = 2
const COLUMNS = 80

/**
 * Puts a call into a chain that has one call a line, or gets too long for one line with this call: on a line of its own
 * then. A chain that was too long already is how somebody wants it.
 *
 * @param node the part of the chain that the call is put behind
 * @param position where that part ends, with the comment behind it
 */
export function insertCall(draft: Draft, node: ts.Expression, position: number, call: string): TextEdit {
  const known = lineBreakFor(draft, node)
  const places = known === '' ? placesToBreak(draft, node, call) : []
  if (places.length === 0) return draft.insert(position, `${known}${call}`)
  const { text, style } = draft
  const indent = indentationAt(text, statementOf(node).getStart())
  const line = `${style.lineEnding}${indent}${style.indent}`
  for (const place of places) if (place !== node.end) draft.insert(place, line)
  // What follows the call begins where it is put.
  return draft.insert(position, `${line}${call}${places.includes(node.end) ? line : ''}`)
}

/** Where a chain on one line is to be broken because it gets too long. */
function placesToBreak({ text }: Draft, node: ts.Expression, call: string): readonly number[] {
  const chain = ts.isCallExpression(node) ? outermost({ call: node }) : undefined
  const places = chain && dots(text, chain)
  if (chain === undefined || places === undefined) return []
  const statement = statementOf(chain)
  if (!leads(statement, chain) || /[\r\n]/.test(statement.getText())) return []
  const columns = indentationAt(text, statement.getStart()).length + statement.getText().length
  const isLong = (calls: number, width: number) => calls > CALLS || (calls > FEW && width > COLUMNS)
  const wasLong = isLong(places.length, columns)
  return !wasLong && isLong(places.length + 1, columns + call.length) ? places : []
}

/** Where the calls of a chain begin; undefined where more than a dot stands between two of them. */
function dots(text: string, chain: ts.Expression): number[] | undefined {
  const places: number[] = []
  let node = chain
  while (ts.isCallExpression(node)) {
    const callee: ts.Expression = node.expression
    if (!ts.isPropertyAccessExpression(callee)) return undefined
    if (text.slice(callee.expression.end, callee.name.getStart()) !== '.') return undefined
    places.unshift(callee.expression.end)
    node = callee.expression
  }
  return ts.isIdentifier(node) ? places : undefined
}
