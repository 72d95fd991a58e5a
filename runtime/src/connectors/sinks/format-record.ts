import { inspect } from 'node:util'

/** A record on one line: a text as it is, everything else as `util.inspect` shows it. */
export function formatRecord(record: unknown): string {
  return typeof record === 'string' ? record : inspect(record, { breakLength: Infinity, compact: true, depth: 10 })
}
