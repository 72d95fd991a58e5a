import { durationText } from '../../../shared/index.ts'

/** How a field shows a text of the job, and what it writes back. */
export interface Codec {
  /** What stands in the field; undefined where this field cannot show the text. */
  readonly show: (written: string) => string | undefined
  /** The text of the job, or what is wrong with what stands in the field. */
  readonly write: (shown: string) => { readonly written: string } | { readonly problem: string }
}

export const AS_WRITTEN: Codec = { show: (written) => written, write: (shown) => ({ written: shown }) }

const NUMBER = /^-?\d[\d_]*(?:\.\d+)?$/

/** A number as the file writes it: 10_000. */
export const number: Codec = {
  show: (written) => (NUMBER.test(written) ? written.replaceAll('_', '') : undefined),
  write: (shown) => {
    const given = shown.trim().replaceAll(/[_\s]/g, '')
    if (given === '') return { written: '' }
    return NUMBER.test(given) ? { written: grouped(given) } : { problem: 'A number, like 100.' }
  },
}

/** A plain number of milliseconds, shown as `10 s` or `1 h 30 min`. */
export const duration: Codec = {
  show: (written) => (/^-?\d[\d_]*$/.test(written) ? durationText(Number(written.replaceAll('_', ''))) : undefined),
  write: (shown) => {
    const given = shown.trim()
    if (given === '') return { written: '' }
    const milliseconds = millisecondsOf(given)
    if (milliseconds === undefined) return { problem: 'A length of time: 500 ms, 10 s, 1 h 30 min.' }
    return { written: grouped(String(milliseconds)) }
  },
}

function millisecondsOf(given: string): number | undefined {
  const sign = given.startsWith('-') ? -1 : 1
  const text = given.replace(/^-/, '').replaceAll('_', '')
  if (/^\s*\d+\s*$/.test(text)) return sign * Number(text)
  if (!/^(?:\s*\d+(?:\.\d+)?\s*[a-z]+)+\s*$/i.test(text)) return undefined
  let total = 0
  for (const [, count, word] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi)) {
    const size = sizeOf(word.toLowerCase())
    if (size === undefined) return undefined
    total += Number(count) * size
  }
  return sign * Math.round(total)
}

function sizeOf(word: string): number | undefined {
  if (word === 'ms' || /^milli/.test(word)) return 1
  if (/^(s|sec|secs|seconds?)$/.test(word)) return 1_000
  if (/^(m|min|mins|minutes?)$/.test(word)) return 60_000
  if (/^(h|hours?)$/.test(word)) return 3_600_000
  if (/^(d|days?)$/.test(word)) return 86_400_000
  return undefined
}

function grouped(digits: string): string {
  const [whole, fraction] = digits.split('.')
  const marked = whole.replaceAll(/(?<=\d)(?=(\d{3})+$)/g, '_')
  return fraction === undefined ? marked : `${marked}.${fraction}`
}

/** A quoted text, shown without its quotes; `quote` is what a new one gets. */
export function quotedText(before: string): Codec {
  const quote = before.trim().startsWith('"') ? '"' : "'"
  return {
    show: (written) => (written === '' ? '' : unquoted(written)),
    write: (shown) => {
      if (shown === '') return { written: '' }
      const escaped = JSON.stringify(shown).slice(1, -1)
      return quote === '"'
        ? { written: `"${escaped}"` }
        : { written: `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'` }
    },
  }
}

function unquoted(written: string): string | undefined {
  const text = /^'((?:[^'\\\r\n]|\\.)*)'$|^"((?:[^"\\\r\n]|\\.)*)"$/.exec(written.trim())
  if (!text) return undefined
  const inner = text[1] ?? text[2]
  try {
    return JSON.parse(`"${inner.replaceAll(/\\'/g, "'").replaceAll(/(?<!\\)"/g, '\\"')}"`)
  } catch {
    return undefined
  }
}

/** Code of several lines: those behind the first without the indentation that the file gives all of them. */
export function code(before: string): Codec {
  const lines = before.split('\n')
  const indent = /^[ \t]*/.exec(lines.at(-1)!)![0]
  const movable =
    lines.length > 1 &&
    !before.includes('`') &&
    lines.slice(1).every((line) => line.trim() === '' || line.startsWith(indent))
  if (!movable || indent === '') return AS_WRITTEN
  return {
    show: (written) => written.split(`\n${indent}`).join('\n'),
    write: (shown) => ({ written: shown.replaceAll(/\n(?=[^\r\n])/g, `\n${indent}`) }),
  }
}
