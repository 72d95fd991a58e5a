import { Script } from 'node:vm'
import type { TapFilter } from '../../control/index.ts'
import { shown } from './shown.ts'

export interface Candidate {
  readonly record: unknown
  readonly key: unknown
}

/** A filter at work. */
export interface Filter {
  /** By candidate, whether it matches. Throws `TooSlow`. */
  matches(candidates: readonly Candidate[]): boolean[]
  /** What an expression threw first. */
  readonly error?: string
}

/** An expression did not come to an end. */
export class TooSlow extends Error {}

/**
 * Milliseconds that the job waits for an expression. When it has waited twice, the expression is not asked any more: for
 * so long once a thread may have had no processor.
 */
const PATIENCE = 100

/** @throws Error when the filter is no filter */
export function makeFilter(filter: TapFilter): Filter {
  return filter.kind === 'text' ? textFilter(String(filter.text)) : new ExpressionFilter(String(filter.expression))
}

function textFilter(wanted: string): Filter {
  const lower = wanted.toLowerCase()
  const has = (value: unknown) => value !== undefined && shown(value).text.toLowerCase().includes(lower)
  return { matches: (candidates) => candidates.map(({ record, key }) => has(record) || has(key)) }
}

class ExpressionFilter implements Filter {
  error: string | undefined
  private readonly predicate: (record: unknown, key: unknown) => unknown

  constructor(expression: string) {
    if (expression.trim() === '') throw new Error('the filter is empty: it must be an expression of record and key')
    try {
      // `new Function` alone would take statements, a Script alone would take an expression of other names.
      new Script(`'use strict';(${expression}\n)`)
      this.predicate = new Function('record', 'key', `'use strict';return (${expression}\n)`) as typeof this.predicate
    } catch (error) {
      throw new Error(`the filter is no JavaScript expression of record and key: ${(error as Error).message}`)
    }
  }

  matches(candidates: readonly Candidate[]): boolean[] {
    const results: boolean[] = []
    const ask = () => {
      for (const { record, key } of candidates.slice(results.length)) results.push(this.match(record, key))
    }
    if (withinPatience(ask) || withinPatience(ask)) return results
    const { record } = candidates[results.length]
    throw new TooSlow(
      `the filter was switched off: it took more than ${PATIENCE} ms, and was at ${shown(record).text.slice(0, 200)}`,
    )
  }

  private match(record: unknown, key: unknown): boolean {
    try {
      return Boolean(this.predicate(record, key))
    } catch (error) {
      this.error ??= error instanceof Error ? `${error.name}: ${error.message}` : `threw ${shown(error).text}`
      return false
    }
  }
}

const place = Symbol.for('millrace.filter')
const call = new Script(`globalThis[Symbol.for('millrace.filter')]()`)

/** Only the `vm` module can end a loop of its own thread. A call costs some 80 µs, so it is for many records at once. */
function withinPatience(run: () => void): boolean {
  Object.defineProperty(globalThis, place, { value: run, configurable: true })
  try {
    call.runInThisContext({ timeout: PATIENCE })
    return true
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    return false
  } finally {
    delete (globalThis as { [place]?: unknown })[place]
  }
}
