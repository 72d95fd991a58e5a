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
  /** Windows that overlap: the last records, at most `size`. */
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
  const table: KeyedTable<Counted> = instance.state.table('windows')
  const firing = new WindowFiring(fn, instance)
  const every = slide ?? size
  let watermark = NO_TIMESTAMP
  let arrivals = 0

  const contentOf = (own: Counted): Accumulator => {
    if (own.records === undefined) return own.content!
    const [first, ...others] = own.records
    const content = fn.begin(first, 0, 0)
    for (const record of others) fn.add(content, record, 0)
    return content
  }
  const fire = (content: Accumulator, key: unknown, timestamp: number): Iterable<unknown> | undefined => {
    const of = keyed ? key : undefined
    if (fn.many) return firing.results(content, of, GLOBAL_WINDOW, watermark, timestamp)
    firing.emit(content, of, GLOBAL_WINDOW, watermark, timestamp)
    return undefined
  }
  return {
    shape: 'process',
    usesKey: true,
    apply: (record, recordKey, timestamp) => {
      const key = keyed ? recordKey : NO_KEY
      let own = table.get(key)
      if (own === undefined) {
        own = { since: 0, content: undefined, records: slide === undefined ? undefined : [] }
        table.set(key, own)
      } else table.changed(key, own)
      if (own.records !== undefined) {
        own.records.push(record)
        if (own.records.length > size) own.records.shift()
      } else if (own.content === undefined) own.content = fn.begin(record, arrivals++, 0)
      else fn.add(own.content, record, 0)
      if (++own.since < every) return undefined
      own.since = 0
      const content = contentOf(own)
      own.content = undefined
      return fire(content, key, timestamp === NO_TIMESTAMP ? instance.clock.now() : timestamp)
    },
    onWatermark: (time) => {
      watermark = time
      return undefined
    },
  }
}
