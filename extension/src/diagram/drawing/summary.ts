import { durationText } from 'millrace-webview/shared'
import type { JobOperator } from '../../document/index.ts'

const LONGEST = 80

/** One line of what an operator does, as short as it can be told: `f.delay > 15` for `filter((f) => f.delay > 15)`. */
export function summaryOf({ reason, detail, arguments: args, kind, implied }: JobOperator): string | undefined {
  if (implied) return undefined
  if (reason !== undefined) return reason
  if (kind === 'windowJoin' || kind === 'intervalJoin')
    return joinOf(args.map((argument) => argument.text)) || undefined
  // A window's detail tells the windows too; the others' is their first argument.
  const text = kind === 'window' || args.length === 0 ? detail : withoutParameters(args[0].text)
  if (text === undefined) return undefined
  const line = text.replace(/\s+/g, ' ').trim()
  if (line === '') return undefined
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}

/** `with payments, 10 s tumbling`: the other stream, and how near in time its records have to be. */
function joinOf([other = '', options = '', width = '']: readonly string[]): string {
  const window = /\bwindow:\s*(\w+)\(\s*(?:\{\s*size:\s*)?([\w.]*)/.exec(options)
  const bound = (name: string) => new RegExp(`\\b${name}:\\s*(-?[\\w.]+)`).exec(options)?.[1]
  const [lower, upper] = [bound('lower'), bound('upper')]
  const near = window
    ? [window[2], window[1]].map(lengthOf).filter(Boolean).join(' ')
    : lower !== undefined && upper !== undefined
      ? `${lengthOf(lower)} to ${lengthOf(upper)}`
      : lengthOf(width)
  return [streamOf(other), near].filter(Boolean).join(', ')
}

/** The variable of a stream, or where its chain begins; nothing for one that is open. */
function streamOf(text: string): string {
  if (/\.unconnected\b/.test(text)) return ''
  const [name = ''] = /^[\w$]+/.exec(text) ?? []
  return name === '' ? '' : `with ${name}${name === text ? '' : '…'}`
}

/** Milliseconds as `10 s`; an expression as it is. */
const lengthOf = (text: string): string =>
  /^-?\d[\d_]*$/.test(text) ? durationText(Number(text.replaceAll('_', ''))) : text

/** What an arrow function gives; another text as it is. */
function withoutParameters(text: string): string {
  const arrow = /^(?:async\s*)?(?:\([^()]*\)|[\w$]+)\s*(?::[^=]+)?=>\s*/.exec(text)
  return arrow ? text.slice(arrow[0].length) : text
}
