import type { PaletteEntry } from '../../shared/index.ts'
import type { Stream } from './ranking.ts'

/** What people do first behind Key by; windows come next. */
const BY_KEY = ['reduce', 'sum', 'process']

/** What people do first with records of a type, as the checker writes it. */
const BY_TYPE: readonly (readonly [type: RegExp, entries: readonly string[]])[] = [
  // Several records in one: they are taken apart before anything else.
  [/(\[\]|^(readonly )?(Array|ReadonlyArray|Set|Map|Iterable|Generator)<.*>)$/, ['flatMap', 'map', 'filter']],
  [/^(string|`.*`|"[^"]*"( \| "[^"]*")*)$/, ['flatMap', 'map', 'filter']],
  [/^(number|bigint)$/, ['map', 'filter', 'keyBy']],
  [/^boolean$/, ['filter', 'map', 'keyBy']],
  // Records that tell their time are given it before they are cut into windows.
  [
    /\b(at|time|timestamp|date|eventTime)\??: (number|bigint|Date|string)\b/i,
    ['keyBy', 'filter', 'map', 'assignTimestamps'],
  ],
  [/^(\{|\[|readonly \[)|^[A-Z]\w*(<.*>)?$/, ['keyBy', 'filter', 'map']],
]

/** Sinks that show what is in records by their fields, and those for lines. */
const SINKS: readonly (readonly [type: RegExp, entries: readonly string[]])[] = [
  [/^(\{|\[|readonly \[)|^[A-Z]\w*(<.*>)?$/, ['jsonLinesFileSink', 'csvFileSink', 'table']],
  [/^(string|`.*`|number|bigint)$/, ['textFileSink']],
]

/** Behind what fits best, how well a group suits where nothing is known. A sink ends the branch: it comes late. */
const OTHERWISE: Readonly<Record<PaletteEntry['group'], number>> = {
  ...{ transformation: 5, keyed: 5, source: 4, join: 3, window: 3, sink: 2, strategy: 1 },
}

/** How well an entry suits a stream: more is better. */
export function fit(entry: PaletteEntry, { begins, keyed, type }: Stream): number {
  const { on, group } = entry
  if (begins) return on === 'environment' ? 9 : OTHERWISE[group]
  const first = keyed ? BY_KEY : firstOf(BY_TYPE, type)
  const place = group === 'sink' ? -1 : first.indexOf(entry.method)
  if (place >= 0) return 10 + first.length - place
  if (keyed && on === 'keyed') return group === 'window' ? 9 : 8
  if (group !== 'sink') return OTHERWISE[group]
  const called = /^\w+/.exec(entry.arguments?.[0] ?? '')?.[0] ?? ''
  return OTHERWISE.sink + (called === 'print' ? 0.9 : firstOf(SINKS, type).includes(called) ? 0.5 : 0)
}

function firstOf(rules: typeof BY_TYPE, type: string | undefined): readonly string[] {
  return type === undefined ? [] : (rules.find(([types]) => types.test(type))?.[1] ?? [])
}
