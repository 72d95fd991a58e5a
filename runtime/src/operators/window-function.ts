import type { Window } from '../time/index.ts'
import type { OutputTag } from './output-tag.ts'
import { accessor, describeSelector, isField, type Selector } from './selector.ts'
import { replacer, summand } from './sum.ts'

/** What a window's function may know and do beside its records. It is one object that is used again and again. */
export interface WindowContext {
  readonly watermark: number
  /** The processing time. */
  readonly now: number
  /** To a side output, with the timestamp of the window's results. */
  output<T>(tag: OutputTag<T>, value: T): void
}

/**
 * Collects records in an accumulator (Flink's `AggregateFunction`).
 *
 * `add` returns the accumulator, or changes it and returns nothing. `merge` returns `a` with what `b` has, and may change
 * `a`; it makes sliding windows share their work, and session windows possible. Accumulators are plain data.
 */
export interface AggregateFunction<K, T, A, R> {
  create(): A
  // biome-ignore lint/suspicious/noConfusingVoidType: a function that returns nothing is what is meant.
  add(accumulator: A, record: T): A | void
  result(accumulator: A, key: K, window: Window): R
  merge?(a: A, b: A): A
}

/** What a window keeps of its records: plain data, changed in place. */
export type Accumulator = object

/**
 * What is done with the records of a window, as the window operators need it.
 *
 * `begin` makes an accumulator of a first record; `arrival` counts records of the operator instance, so that of two
 * accumulators the one with the earlier first record can be told; `port` is the input it came by. `merge` puts `b` into
 * `a`.
 */
export interface WindowFunction {
  begin(record: unknown, arrival: number, port: number): Accumulator
  add(accumulator: any, record: unknown, port: number): void
  /** Absent where accumulators cannot be merged. */
  merge?(a: any, b: any): void
  /** An accumulator with the same content, of which `merge` may change the inside. */
  copy?(accumulator: any): Accumulator
  /** Whether merging in another order than that of arrival gives the same. */
  readonly orderFree: boolean
  /** One result, or, where `many` is true, an iterable of them. */
  result(accumulator: any, key: unknown, window: Window, context: WindowContext): unknown
  readonly many: boolean
  /** What whoever asks a running job is shown of an accumulator. */
  shown(accumulator: any): unknown
}

/** One record of all, in the order they came. */
export function windowReduce(fn: (accumulated: any, record: any) => unknown): WindowFunction {
  return {
    begin: (record) => ({ value: record }),
    add: (own: { value: unknown }, record) => {
      own.value = fn(own.value, record)
    },
    merge: (a: { value: unknown }, b: { value: unknown }) => {
      a.value = fn(a.value, b.value)
    },
    copy: (own: { value: unknown }) => ({ value: own.value }),
    orderFree: false,
    result: (own: { value: unknown }) => own.value,
    many: false,
    shown: (own: { value: unknown }) => own.value,
  }
}

export function windowCount(): WindowFunction {
  return {
    begin: () => ({ count: 1 }),
    add: (own: { count: number }) => {
      own.count++
    },
    merge: (a: { count: number }, b: { count: number }) => {
      a.count += b.count
    },
    copy: (own: { count: number }) => ({ count: own.count }),
    orderFree: true,
    result: (own: { count: number }, key) => [key, own.count],
    many: false,
    shown: (own: { count: number }) => own.count,
  }
}

export function windowSum(selector: Selector): WindowFunction {
  return ofNumbers('sum', selector, (a, b) => a + b)
}

export function windowMin(selector: Selector): WindowFunction {
  return ofNumbers('min', selector, (a, b) => Math.min(a, b))
}

export function windowMax(selector: Selector): WindowFunction {
  return ofNumbers('max', selector, (a, b) => Math.max(a, b))
}

interface Numbers {
  value: number
  /** The window's first record by arrival, whose other fields the result has; not kept where there are none. */
  first: unknown
  arrival: number
}

function ofNumbers(method: string, selector: Selector, combine: (a: number, b: number) => number): WindowFunction {
  const field = isField(selector)
  const select = accessor(selector)
  const replace = field ? replacer(selector as number | string) : undefined
  const value = (record: unknown): number => summand(select(record), selector, method)
  return {
    begin: (record, arrival): Numbers => ({ value: value(record), first: field ? record : undefined, arrival }),
    add: (own: Numbers, record) => {
      own.value = combine(own.value, value(record))
    },
    merge: (a: Numbers, b: Numbers) => {
      a.value = combine(a.value, b.value)
      if (b.arrival < a.arrival) {
        a.first = b.first
        a.arrival = b.arrival
      }
    },
    copy: ({ value, first, arrival }: Numbers): Numbers => ({ value, first, arrival }),
    orderFree: true,
    result: replace ? (own: Numbers) => replace(own.first, own.value) : (own: Numbers, key) => [key, own.value],
    many: false,
    shown: (own: Numbers) => own.value,
  }
}

export function windowAggregate(fn: AggregateFunction<any, any, any, any>): WindowFunction {
  for (const method of ['create', 'add', 'result'] as const) {
    if (typeof fn?.[method] !== 'function') {
      throw new TypeError(`aggregate(..) takes { create, add, result, merge }, but has no ${describeSelector(method)}`)
    }
  }
  const add = (own: { value: unknown }, record: unknown): void => {
    const next = fn.add(own.value, record)
    if (next !== undefined) own.value = next
  }
  return {
    begin: (record) => {
      const own = { value: fn.create() }
      add(own, record)
      return own
    },
    add,
    ...(fn.merge
      ? {
          merge: (a: { value: unknown }, b: { value: unknown }) => {
            a.value = fn.merge!(a.value, b.value)
          },
          // The user's merge may change its first argument, and must not change what is still needed.
          copy: (own: { value: unknown }) => {
            const value = fn.merge!(fn.create(), own.value)
            return { value: value === own.value ? structuredClone(value) : value }
          },
        }
      : {}),
    orderFree: fn.merge !== undefined,
    result: (own: { value: unknown }, key, window) => fn.result(own.value, key, window),
    many: false,
    shown: (own: { value: unknown }) => own.value,
  }
}

export function windowProcess(
  fn: (key: any, window: Window, records: readonly any[], context: WindowContext) => Iterable<unknown>,
): WindowFunction {
  return {
    begin: (record) => ({ records: [record] }),
    add: (own: { records: unknown[] }, record) => {
      own.records.push(record)
    },
    merge: (a: { records: unknown[] }, b: { records: unknown[] }) => {
      for (const record of b.records) a.records.push(record)
    },
    orderFree: false,
    result: (own: { records: unknown[] }, key, window, context) => {
      const results = fn(key, window, own.records, context)
      if (typeof results?.[Symbol.iterator] !== 'function') {
        throw new TypeError('the function of a window must return an iterable (an array, a generator, ..)')
      }
      return results
    },
    many: true,
    shown: (own: { records: unknown[] }) => own.records,
  }
}
