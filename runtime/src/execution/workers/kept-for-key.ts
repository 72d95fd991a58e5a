import { inspect, isDeepStrictEqual } from 'node:util'
import type { KeyedStateStore } from '../../state/index.ts'

/** What one state of an operator instance has for a key. */
export interface KeptForKey {
  readonly name: string
  readonly namespace?: number
  /** As JSON where it is JSON, else as `util.inspect` prints it: a value need not be one that threads can be sent. */
  readonly text: string
}

export function keptForKey(state: KeyedStateStore, key: unknown): KeptForKey[] {
  return state.query(key).map(({ value, ...where }) => ({ ...where, text: textOf(value) }))
}

function textOf(value: unknown): string {
  return isJson(value) ? JSON.stringify(value) : inspect(value, { depth: 6, breakLength: Number.POSITIVE_INFINITY })
}

function isJson(value: unknown): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value)
  } catch {
    return false
  }
}
