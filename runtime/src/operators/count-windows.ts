import type { KeyedTable } from '../state/index.ts'
import { GLOBAL_WINDOW, NO_TIMESTAMP } from '../time/index.ts'
import type { InstanceContext, OperatorInstance } from './operator.ts'
import { WindowFiring } from './window-firing.ts'
import type { Accumulator } from './window-function.ts'
import { NO_KEY, type WindowOptions } from './window-options.ts'

interface Counted {
  /** Records since the window last fired. */
  since: number
  content: Accumulator | undefined
  /** With a slide: the last records, `size` of them and some that are not needed any more. */
  records: unknown[] | undefined
}

/**
 * Windows of a number of records (Flink's `countWindow`): every `size` of them, or, with `slide`, every `slide` records
 * the last `size` of them, so that the first windows may be short. What is unfinished at the end is never emitted.
 */
export function countWindows(
  { fn, keyed }: WindowOptions,
  { size, slide }: { readonly size: number; readonly slide: number | undefined },
  instance: InstanceContext,
): OperatorInstance {
  const table: KeyedTable<Counted> = instance.state.table('windows', ({ content, records }) =>
    content === undefined ? records?.slice(-size) : fn.shown(content),
  )
  const firing = new WindowFiring(fn, keyed, instance)
  const every = slide ?? size

  // Nothing is merged here, so the number of an arrival is never asked for.
  const contentOf = (records: unknown[]): Accumulator => {
    const from = Math.max(0, records.length - size)
    const content = fn.begin(records[from], 0, 0)
    for (let place = from + 1; place < records.length; place++) fn.add(content, records[place], 0)
    return content
  }
  const fire = (content: Accumulator, key: unknown, timestamp: number): Iterable<unknown> | undefined => {
    const stamp = timestamp === NO_TIMESTAMP ? instance.clock.now() : timestamp
    if (fn.many) return firing.results(content, key, GLOBAL_WINDOW, stamp)
    firing.emit(content, key, GLOBAL_WINDOW, stamp)
    return undefined
  }
  /** Windows that do not overlap: nothing is kept of a key whose window has fired. */
  const apart = (record: unknown, key: unknown, timestamp: number): Iterable<unknown> | undefined => {
    const own = table.get(key)
    const content = own?.content ?? fn.begin(record, 0, 0)
    if (own !== undefined) fn.add(content, record, 0)
    const since = (own?.since ?? 0) + 1
    if (since >= size) {
      if (own !== undefined) table.delete(key)
      return fire(content, key, timestamp)
    }
    if (own === undefined) table.set(key, { since, content, records: undefined })
    else {
      own.since = since
      table.changed(key, own)
    }
    return undefined
  }
  const overlapping = (record: unknown, key: unknown, timestamp: number): Iterable<unknown> | undefined => {
    const own = table.get(key) ?? { since: 0, content: undefined, records: [] }
    const records = own.records!
    records.push(record)
    // Dropped by the batch: to move all others for each record would cost too much where a window is long.
    if (records.length >= 2 * size + SPARE) records.splice(0, records.length - size)
    const fires = ++own.since >= every
    if (fires) own.since = 0
    if (records.length === 1) table.set(key, own)
    else table.changed(key, own)
    return fires ? fire(contentOf(records), key, timestamp) : undefined
  }
  const add = slide === undefined ? apart : overlapping
  return {
    shape: 'process',
    usesKey: true,
    apply: (record, key, timestamp) => add(record, keyed ? key : NO_KEY, timestamp),
    onWatermark: (watermark) => {
      firing.watermark = watermark
      return undefined
    },
  }
}

/** Records beyond two windows' that may lie there, for short windows. */
const SPARE = 16
