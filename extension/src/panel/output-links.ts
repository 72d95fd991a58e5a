import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PanelLink, PanelPlace } from 'millrace-webview/shared'

/** Something in a text that looks like an address. */
interface Candidate {
  readonly start: number
  readonly end: number
  readonly url?: string
  readonly place?: PanelPlace
}

/** Most files of one line that are looked for. */
const MOST_FILES = 20

/** `(/a folder/x.ts:12:3)`, as a stack has it: between parentheses a path may have spaces. */
const IN_PARENTHESES = /\(((?:file:\/\/|[A-Za-z]:[\\/]|\/)[^()]*?):(\d+)(?::(\d+))?\)/g
const WORD = /[^\s'"`()<>|*?,;=[\]{}]+(?:\(\d+,\d+\))?/g
/** An address on the web may have what ends a path. */
const WEB = /https?:\/\/[^\s'"`<>|\\^{}]+/g
/** What is before a place: `x.ts`, and `12` and `3` of `x.ts:12:3` or `x.ts(12,3)`. */
const PLACE = /^(.+?)(?::(\d+)(?::(\d+))?|\((\d+),(\d+)\))?:?$/
const ABSOLUTE = /^(?:[A-Za-z]:)?[\\/]/

/**
 * Where parts of a text lead: pages on the web, and files that exist.
 *
 * @param folder absolute; what relative paths start from
 * @param exists whether there is a file
 */
export async function linksOf(
  text: string,
  folder: string,
  exists: (path: string) => Promise<boolean>,
): Promise<PanelLink[]> {
  // Most lines have nothing of the kind.
  if (!/[\\/.]/.test(text)) return []
  const found: PanelLink[] = []
  let files = 0
  for (const { start, end, url, place } of candidates(text)) {
    if (found.some((link) => start < link.end && link.start < end)) continue
    if (url !== undefined) {
      found.push({ start, end, to: { url } })
    } else if (place && files++ < MOST_FILES) {
      const path = absolute(place.path, folder)
      if (path !== undefined && (await exists(path))) found.push({ start, end, to: { ...place, path } })
    }
  }
  return found.sort((a, b) => a.start - b.start)
}

function* candidates(text: string): Generator<Candidate> {
  for (const { 0: match, index } of text.matchAll(WEB)) {
    const url = withoutEnd(match)
    if (URL.canParse(url)) yield { start: index, end: index + url.length, url }
  }
  for (const { 0: match, 1: path, 2: line, 3: column, index } of text.matchAll(IN_PARENTHESES)) {
    yield { start: index + 1, end: index + match.length - 1, place: placeOf(path, line, column) }
  }
  for (const { 0: match, index } of text.matchAll(WORD)) {
    const word = match.replace(/[.:!]+$/, '')
    const [, path, line = undefined, column, tscLine = line, tscColumn = column] = PLACE.exec(word) ?? []
    if (path === undefined || !looksLikeFile(path, tscLine)) continue
    yield { start: index, end: index + word.length, place: placeOf(path, tscLine, tscColumn) }
  }
}

/** A name alone is a file only with a line behind it: `3.5` and `flights.map` are none. */
function looksLikeFile(path: string, line: string | undefined): boolean {
  if (path.startsWith('file://') || ABSOLUTE.test(path)) return path.length > 3
  return /\.\w+$/.test(path) && (line !== undefined || /[\\/]/.test(path))
}

function placeOf(path: string, line: string | undefined, column: string | undefined): PanelPlace {
  return {
    path,
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(column === undefined ? {} : { column: Number(column) }),
  }
}

/** An address without the full stop of its sentence, and without a parenthesis that was opened before it. */
function withoutEnd(url: string): string {
  const shorter = url.replace(/[.,;:!?\]]+$/, '')
  return shorter.endsWith(')') && !shorter.includes('(') ? withoutEnd(shorter.slice(0, -1)) : shorter
}

function absolute(path: string, folder: string): string | undefined {
  if (/^[A-Za-z]:[\\/]/.test(path)) return path
  if (!path.startsWith('file://')) return resolve(folder, path)
  try {
    return fileURLToPath(path)
  } catch {
    return undefined
  }
}
