import type { PanelLink } from '../../shared/index.ts'
import type { Styled } from './ansi.ts'

/** A part of a line with one style, marked or not. */
export interface Piece extends Styled {
  readonly marked: boolean
}

/** Pieces in a row that lead to one place, or nowhere. */
export interface Stretch {
  readonly start: number
  readonly link?: PanelLink
  readonly pieces: readonly Piece[]
}

/** Most marks of one line. */
const MOST_MARKS = 1_000

/** Takes a line apart where its style changes, where a link or something that was found begins or ends. */
export function stretchesOf(
  parts: readonly Styled[],
  links: readonly PanelLink[],
  marked: RegExp | undefined,
): Stretch[] {
  const text = parts.map((part) => part.text).join('')
  const marks = marked ? marksIn(text, marked) : []
  const stretches: Stretch[] = []
  let at = 0
  for (const link of links) {
    if (link.start > at) stretches.push({ start: at, pieces: cut(parts, marks, at, link.start) })
    stretches.push({ start: link.start, link, pieces: cut(parts, marks, link.start, link.end) })
    at = link.end
  }
  if (at < text.length) stretches.push({ start: at, pieces: cut(parts, marks, at, text.length) })
  return stretches
}

type Range = readonly [from: number, to: number]

function marksIn(text: string, expression: RegExp): Range[] {
  const marks: Range[] = []
  for (const { 0: match, index } of text.matchAll(expression)) {
    if (match.length > 0) marks.push([index, index + match.length])
    if (marks.length === MOST_MARKS) break
  }
  return marks
}

function cut(parts: readonly Styled[], marks: readonly Range[], from: number, to: number): Piece[] {
  const edges = marks.flat().filter((edge) => edge > from && edge < to)
  const pieces: Piece[] = []
  let start = 0
  for (const { text, style } of parts) {
    const end = start + text.length
    const first = Math.max(start, from)
    const last = Math.min(end, to)
    if (first < last) {
      const inside = [first, ...edges.filter((edge) => edge > first && edge < last), last]
      for (let i = 0; i + 1 < inside.length; i++) {
        pieces.push({
          text: text.slice(inside[i] - start, inside[i + 1] - start),
          style,
          marked: marks.some(([a, b]) => inside[i] >= a && inside[i] < b),
        })
      }
    }
    start = end
  }
  return pieces
}
