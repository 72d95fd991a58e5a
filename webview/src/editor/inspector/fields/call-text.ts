import type { Codec } from './codecs.ts'

/** A stretch of an argument's text that has a field of its own. */
export interface Part {
  readonly text: string
  readonly from: number
  readonly to: number
}

/** `tumbling(60_000, { offset: 0 })`, taken apart as far as fields go. */
export interface CallText {
  readonly name: string
  /** `<Visit>`, with its brackets; empty where there are none. */
  readonly types: string
  readonly arguments: readonly Part[]
}

/** Undefined for a text that is no call of a plain function. */
export function callText(text: string): CallText | undefined {
  const head = /^([A-Za-z_$][\w$]*)\s*(<[^()]*>)?\(/.exec(text)
  if (!head || !text.endsWith(')')) return undefined
  const args = listText(text, head[0].length, text.length - 1)
  return args && { name: head[1], types: head[2] ?? '', arguments: args }
}

/** The properties of an object literal, by name; undefined where it has anything else. */
export function objectText({ text, from }: Part): ReadonlyMap<string, Part> | undefined {
  if (!text.startsWith('{') || !text.endsWith('}')) return undefined
  const entries = listText(text, 1, text.length - 1)
  const found = new Map<string, Part>()
  for (const entry of entries ?? []) {
    const property = /^([A-Za-z_$][\w$]*)\s*:\s*/.exec(entry.text)
    if (!property) return undefined
    const start = from + entry.from + property[0].length
    found.set(property[1], { text: entry.text.slice(property[0].length), from: start, to: from + entry.to })
  }
  return entries && found
}

export const withPart = (whole: string, { from, to }: Part, text: string) =>
  `${whole.slice(0, from)}${text}${whole.slice(to)}`

/** A codec for a part of a text: what it writes is the whole. */
export function partCodec(whole: string, part: Part, codec: Codec): Codec {
  return {
    show: () => codec.show(part.text) ?? part.text,
    write: (shown) => {
      if (shown.trim() === '') return { problem: 'This must not be empty.' }
      const made = codec.write(shown)
      return 'written' in made ? { written: withPart(whole, part, made.written) } : made
    },
  }
}

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** What stands between commas, without white space around it; undefined where that cannot be told without a parser. */
function listText(text: string, start: number, end: number): Part[] | undefined {
  const parts: Part[] = []
  const open: string[] = []
  let from = start
  const take = (to: number) => {
    const piece = text.slice(from, to)
    const trimmed = piece.trim()
    if (trimmed === '') return
    const at = from + piece.indexOf(trimmed)
    parts.push({ text: trimmed, from: at, to: at + trimmed.length })
  }
  for (let i = start; i < end; i++) {
    const char = text[i]
    // A comment, a regular expression or a division.
    if (char === '/' || char === '`') return undefined
    if (char === "'" || char === '"') {
      for (i++; i < end && text[i] !== char; i++) if (text[i] === '\\') i++
      if (i >= end) return undefined
    } else if (CLOSES[char]) open.push(CLOSES[char])
    else if (char === ')' || char === ']' || char === '}') {
      if (open.pop() !== char) return undefined
    } else if (char === ',' && open.length === 0) {
      take(i)
      from = i + 1
    }
  }
  if (open.length > 0) return undefined
  take(end)
  return parts
}
