import { stripVTControlCharacters } from 'node:util'
import { createContext, Script } from 'node:vm'
import type { OutputLine } from 'millrace/control'
import { type OutputFilter, searchExpression } from 'millrace-webview/shared'

/** Says of each line whether it passes. May throw an error that is for the person who wrote the filter. */
export type LineTest = (lines: readonly OutputLine[]) => boolean[]

/** Longest time that a person's regular expression may take for the lines that are looked at in one go, milliseconds. */
const LONGEST_SEARCH = 200

/** What a person reads of a line's text. */
export function visibleText(text: string): string {
  return text.includes('\x1b') ? stripVTControlCharacters(text) : text
}

/**
 * @returns undefined: every line passes
 * @throws SyntaxError where the text is no regular expression
 */
export function filterTest({ text, operator, stream }: OutputFilter): LineTest | undefined {
  const inText = textTest(text)
  if (operator === undefined && stream === 'all') return inText
  const passes = (line: OutputLine) =>
    (operator === undefined || line.operatorName === operator) && (stream === 'all' || line.stream === 'stderr')
  return (lines) => {
    const rest = inText?.(lines)
    return lines.map((line, index) => passes(line) && (rest?.[index] ?? true))
  }
}

/**
 * @returns undefined: nothing is searched for
 * @throws SyntaxError where the text is no regular expression
 */
export function textTest(text: string): LineTest | undefined {
  const search = searchExpression(text)
  if (!search) return undefined
  // `test` of an expression with the flag `g` goes on where it stopped.
  const expression = new RegExp(search.expression.source, search.expression.flags.replace('g', ''))
  if (!search.written) return (lines) => lines.map((line) => expression.test(visibleText(line.text)))
  const within = limited(expression)
  return (lines) => within(lines.map((line) => visibleText(line.text)))
}

/** Tests texts with an expression that may need for ever: only code that runs through `vm` can be stopped. */
function limited(expression: RegExp): (texts: string[]) => boolean[] {
  const scope = createContext({ expression, texts: [] as string[] })
  const script = new Script('texts.map((text) => expression.test(text))')
  return (texts) => {
    scope.texts = texts
    try {
      return script.runInContext(scope, { timeout: LONGEST_SEARCH })
    } catch {
      throw new Error(`${expression} takes too long on these lines`)
    } finally {
      scope.texts = []
    }
  }
}
