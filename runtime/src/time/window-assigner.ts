import { callSite, JobError, nearest } from '../failure/index.ts'

const brand = Symbol.for('millrace.WindowAssigner.v1')

/** Cuts a stream, or each key of one, into windows. Made by `tumbling`, `sliding`, `session`, `count` and `global`. */
export type WindowAssigner<T> =
  | { readonly kind: 'tumbling'; readonly size: number; readonly offset: number; readonly time: TimeDomain }
  | {
      readonly kind: 'sliding'
      readonly size: number
      readonly slide: number
      readonly offset: number
      readonly time: TimeDomain
    }
  | { readonly kind: 'session'; readonly gap: number | ((record: T) => number); readonly time: 'event' }
  | { readonly kind: 'count'; readonly size: number; readonly slide: number | undefined }
  | { readonly kind: 'global' }

export type TimeDomain = 'event' | 'processing'

/**
 * Windows of `size` milliseconds, one after the other: `[0, size)`, `[size, 2 size)`, ... of event time (Flink's
 * `TumblingEventTimeWindows`).
 *
 * @param options.offset milliseconds by which all windows are moved, above `-size` and below `size`
 */
export function tumbling(size: number, options: { readonly offset?: number } = {}): WindowAssigner<any> {
  requireOptions('tumbling', options, ['offset'])
  requireMilliseconds(size, 'the size of tumbling windows')
  return define({ kind: 'tumbling', size, offset: offsetBelow(size, options.offset), time: 'event' })
}

/** Tumbling windows of processing time: a record belongs to the window in which it is seen. */
export function processingTimeTumbling(size: number): WindowAssigner<any> {
  requireMilliseconds(size, 'the size of processing-time windows')
  return define({ kind: 'tumbling', size, offset: 0, time: 'processing' })
}

/**
 * Windows of `size` milliseconds that begin every `slide` milliseconds of event time, so that a record belongs to
 * several, or, where `slide` is larger, to none (Flink's `SlidingEventTimeWindows`).
 */
export function sliding(options: {
  readonly size: number
  readonly slide: number
  readonly offset?: number
}): WindowAssigner<any> {
  requireOptions('sliding', options, ['size', 'slide', 'offset'])
  const { size, slide } = options
  requireMilliseconds(size, 'the size of sliding windows')
  requireMilliseconds(slide, 'the slide of sliding windows')
  return define({ kind: 'sliding', size, slide, offset: offsetBelow(slide, options.offset), time: 'event' })
}

/**
 * Windows that last as long as each record comes at most `gap` milliseconds after the one before; a distance equal to
 * the gap still belongs together (Flink's `EventTimeSessionWindows`).
 *
 * @param gap milliseconds, or a function that says them for a record
 */
export function session<T>(gap: number | ((record: T) => number)): WindowAssigner<T> {
  if (typeof gap !== 'function') requireMilliseconds(gap, 'the gap of session windows')
  return define({ kind: 'session', gap, time: 'event' })
}

/**
 * The windows of every `size` records of a key; with `slide`, every `slide` records the last `size` of them (or as many as
 * there are). What is unfinished at the end is never emitted (Flink's `countWindow`).
 */
export function count(size: number, slide?: number): WindowAssigner<any> {
  requireWhole(size, 'the size of count windows', 'records')
  if (slide !== undefined) requireWhole(slide, 'the slide of count windows', 'records')
  return define({ kind: 'count', size, slide })
}

/** One window for all records of a key, which fires only when a trigger says so (Flink's `GlobalWindows`). */
export function global(): WindowAssigner<any> {
  return define({ kind: 'global' })
}

export function requireAssigner(value: unknown): asserts value is WindowAssigner<unknown> {
  if (typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true) return
  throw misuse('window(..) takes windows made by tumbling, sliding, session, count or global')
}

/** Whether windows need records with timestamps. */
export function needsTimestamps(assigner: WindowAssigner<any>): boolean {
  return 'time' in assigner && assigner.time === 'event'
}

/** One line for printed graphs. */
export function describeAssigner(assigner: WindowAssigner<any>): string {
  switch (assigner.kind) {
    case 'tumbling':
      return assigner.time === 'event' ? `tumbling ${assigner.size} ms` : `every ${assigner.size} ms of processing time`
    case 'sliding':
      return `sliding ${assigner.size} ms every ${assigner.slide} ms`
    case 'session':
      return `session ${typeof assigner.gap === 'number' ? `${assigner.gap} ms` : 'of changing length'}`
    case 'count':
      return `count ${assigner.size}${assigner.slide === undefined ? '' : ` every ${assigner.slide}`}`
    case 'global':
      return 'global'
  }
}

function define<T>(assigner: WindowAssigner<T>): WindowAssigner<T> {
  return Object.defineProperty(assigner, brand, { value: true, enumerable: false })
}

function offsetBelow(size: number, offset = 0): number {
  if (Number.isInteger(offset) && Math.abs(offset) < size) return offset
  throw misuse(
    `the offset of windows must be a whole number of milliseconds between -${size} and ${size}, but is ${String(offset)}`,
  )
}

function requireMilliseconds(value: unknown, what: string): void {
  requireWhole(value, what, 'milliseconds')
}

function requireWhole(value: unknown, what: string, unit: string): void {
  if (Number.isSafeInteger(value) && (value as number) >= 1) return
  throw misuse(`${what} must be a whole number of ${unit}, at least 1, but is ${String(value)}`)
}

function requireOptions(name: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) throw misuse(`${name}(..) takes an object of options`)
  for (const option of Object.keys(options)) {
    if (known.includes(option)) continue
    const near = nearest(option, known)
    throw misuse(
      `${name} has no option '${option}'`,
      near === undefined ? `there are ${known.join(', ')}` : `did you mean '${near}'?`,
    )
  }
}

function misuse(message: string, cure?: string): JobError {
  return new JobError({ reason: 'invalid-job', message, cure, position: callSite() })
}
