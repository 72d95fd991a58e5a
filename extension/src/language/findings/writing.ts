import type ts from 'typescript'
import type { JobOperator, TextRange } from '../../document/index.ts'
import type { Splice } from './finding.ts'

/** Puts `.call` behind an operator's call: on a line of its own where the operator has one. */
export function callAfter(text: string, { range }: JobOperator, call: string): Splice {
  const dot = dotBefore(text, range.offset)
  const lineStart = startOfLine(text, dot)
  const before = text.slice(lineStart, dot)
  const lineBreak = /(?:\r\n|\r|\n)$/.exec(text.slice(0, lineStart))
  const own = before.trim() === '' && lineBreak ? `${lineBreak[0]}${before}` : ''
  return { offset: range.offset + range.length, length: 0, text: `${own}.${call}` }
}

/** Takes `.call(..)` out of a chain, with its line where it has one of its own. Comments around it stay. */
export function withoutCall(text: string, { offset, length }: TextRange): Splice {
  const dot = dotBefore(text, offset)
  let from = dot
  while (from > 0 && /\s/.test(text[from - 1])) from--
  // Behind a line comment the line break is its end.
  const line = text.slice(startOfLine(text, from), from)
  if (line.includes('//')) from = dot
  return { offset: from, length: offset + length - from, text: '' }
}

/** Takes a whole statement out, with its line. */
export function withoutStatement(text: string, statement: ts.Statement, source: ts.SourceFile): Splice {
  const start = startOfLine(text, statement.getStart(source))
  const rest = /^[ \t]*(?:\r\n|\r|\n)?/.exec(text.slice(statement.end))?.[0].length ?? 0
  const offset = text.slice(start, statement.getStart(source)).trim() === '' ? start : statement.getStart(source)
  return { offset, length: statement.end + rest - offset, text: '' }
}

export function startOfLine(text: string, place: number): number {
  return Math.max(text.lastIndexOf('\n', place - 1), text.lastIndexOf('\r', place - 1)) + 1
}

/** The place of the dot that a method's name belongs to; of the name itself where there is none. */
function dotBefore(text: string, name: number): number {
  const dot = /\??\.(?:\s|\/\*[^*]*\*\/|\/\/[^\r\n]*[\r\n])*$/.exec(text.slice(Math.max(0, name - 2_000), name))
  return dot ? name - dot[0].length : name
}

/** A text that no other one of a list equals: `words`, `words-2`, .. */
export function unlike(wanted: string, taken: ReadonlySet<string | undefined>, join: string): string {
  let free = wanted
  for (let count = 2; taken.has(free); count++) free = `${wanted}${join}${count}`
  return free
}
