import { pathToFileURL } from 'node:url'
import { builtModule } from '../../failure/index.ts'

/** By loop: the operator that each line of its generated code calls, or -1. */
const linesOf = new Map<string, readonly number[]>()
let loops = 0

/** A name for a loop that no other has; it begins with `chain_`. */
export function loopName(names: readonly string[]): string {
  const readable = names.map((name) => name.replace(/[^\p{L}\p{N}]/gu, '')).join('_')
  return `chain_${++loops}_${readable.slice(0, 80)}`
}

/** Where a loop's code stands, as far as debuggers know: among the files of the runtime, which they step over. */
export function loopUrl(name: string): string {
  return pathToFileURL(builtModule(`execution/chains/${name}`)).href
}

/**
 * Remembers which operator each line of a loop's code calls.
 *
 * @param code the code from its first line; `at = N` stands before what belongs to operator N of `operatorIds`
 */
export function rememberLines(name: string, code: string, operatorIds: readonly number[]): void {
  let operator = -1
  linesOf.set(
    name,
    code.split('\n').map((line) => {
      const node = /\bat = (\d+)/.exec(line)?.[1]
      if (node !== undefined) operator = operatorIds[Number(node)]
      return operator
    }),
  )
}

/** Lines that V8 puts before the body of a `new Function`. */
const HEADER_LINES = 2

/**
 * The operator whose function is being called, as the stack of the caller shows it, or -1. For when something is
 * printed: noting it in the loop would cost every record, this costs some microseconds a line.
 */
export function callingOperator(): number {
  const { prepareStackTrace, stackTraceLimit } = Error
  try {
    Error.stackTraceLimit = 40
    Error.prepareStackTrace = (_error, frames) => frames
    const frames = new Error().stack as unknown as readonly NodeJS.CallSite[]
    for (const frame of frames) {
      const lines = linesOf.get(frame.getFunctionName() ?? '')
      if (lines !== undefined) return lines[(frame.getLineNumber() ?? 0) - 1 - HEADER_LINES] ?? -1
    }
    return -1
  } finally {
    Error.prepareStackTrace = prepareStackTrace
    Error.stackTraceLimit = stackTraceLimit
  }
}
