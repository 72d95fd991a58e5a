import type { JobOperator } from '../../document/index.ts'

const LONGEST = 80

/** One line of what an operator does, as short as it can be told: `f.delay > 15` for `filter((f) => f.delay > 15)`. */
export function summaryOf({ reason, detail, arguments: args, kind, implied }: JobOperator): string | undefined {
  if (implied) return undefined
  if (reason !== undefined) return reason
  // A window's detail tells the windows too; the others' is their first argument.
  const text = kind === 'window' || args.length === 0 ? detail : withoutParameters(args[0].text)
  if (text === undefined) return undefined
  const line = text.replace(/\s+/g, ' ').trim()
  if (line === '') return undefined
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line
}

/** What an arrow function gives; another text as it is. */
function withoutParameters(text: string): string {
  const arrow = /^(?:async\s*)?(?:\([^()]*\)|[\w$]+)\s*(?::[^=]+)?=>\s*/.exec(text)
  return arrow ? text.slice(arrow[0].length) : text
}
