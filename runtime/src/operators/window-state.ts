import type { Accumulator, WindowFunction } from './window-function.ts'

/** One window of a key, as it is kept: plain data. */
export interface WindowState {
  start: number
  end: number
  /** Absent before the first record, and after a trigger has purged it. */
  content: Accumulator | undefined
  /** Timers that the trigger has registered, ascending; never empty. */
  eventTimers: number[] | undefined
  processingTimers: number[] | undefined
  /** What the trigger counts. */
  numbers: Record<string, number> | undefined
}

/** All windows of a key, by their start. */
export interface KeyWindows {
  readonly windows: WindowState[]
  /** The time of the key's entry in each queue of timers, never later than the first of its timers; NaN without entry. */
  armedEvent: number
  armedProcessing: number
}

export function windowState(start: number, end: number): WindowState {
  return { start, end, content: undefined, eventTimers: undefined, processingTimers: undefined, numbers: undefined }
}

/** The window that begins at `start`, or undefined. */
export function findWindow(windows: readonly WindowState[], start: number): WindowState | undefined {
  const place = placeOf(windows, start)
  return place < windows.length && windows[place].start === start ? windows[place] : undefined
}

/** Adds a window where its start belongs. */
export function insertWindow(windows: WindowState[], window: WindowState): void {
  const place = placeOf(windows, window.start)
  if (place === windows.length) windows.push(window)
  else windows.splice(place, 0, window)
}

/** How many windows begin before `start`: most records are in the latest. */
export function placeOf(windows: readonly WindowState[], start: number): number {
  let high = windows.length
  if (high === 0 || windows[high - 1].start < start) return high
  let low = 0
  while (low < high) {
    const middle = (low + high) >>> 1
    if (windows[middle].start < start) low = middle + 1
    else high = middle
  }
  return low
}

/** The timers with one more; each time is there once. */
export function withTimer(timers: number[] | undefined, time: number): number[] {
  if (timers === undefined) return [time]
  let place = timers.length
  while (place > 0 && timers[place - 1] >= time) place--
  if (timers[place] !== time) timers.splice(place, 0, time)
  return timers
}

export function withoutTimer(timers: number[] | undefined, time: number): number[] | undefined {
  const place = timers?.indexOf(time) ?? -1
  if (place < 0) return timers
  if (timers!.length === 1) return undefined
  timers!.splice(place, 1)
  return timers
}

/** Nothing is kept but the window itself. */
export function isBlank({ content, eventTimers, processingTimers, numbers }: WindowState): boolean {
  if (content !== undefined || eventTimers !== undefined || processingTimers !== undefined) return false
  for (const name in numbers) if (numbers[name] !== 0) return false
  return true
}

/** Windows that have records, for whoever asks a running job. */
export function shownWindows(windows: readonly WindowState[], fn: WindowFunction): unknown {
  const shown = windows.flatMap(({ start, end, content }) =>
    content === undefined ? [] : [{ start, end, value: fn.shown(content) }],
  )
  return shown.length === 0 ? undefined : shown
}
