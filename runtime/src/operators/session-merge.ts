import { insertWindow, placeOf, type WindowState, windowState } from './window-state.ts'

/** What became of a key's sessions by one record. */
export interface Joined {
  /** The session that the record is in. */
  window: WindowState
  /** Its bounds are others than before. */
  changed: boolean
}

/**
 * Joins a record that lasts from `start` to `end` with the sessions of its key that it touches: bounds are included, so
 * that a distance equal to the gap joins (Flink's `TimeWindow.intersects` and `MergingWindowSet`). The merged session has
 * the numbers of all added up, and no timers.
 *
 * A session that has expired is not among them, since it was dropped at the watermark it expired at; so a merged one is
 * never expired, which Flink has to refuse.
 *
 * @param windows sessions of one key, ascending; no two of them touch
 * @param into what is filled, so that a record allocates nothing
 * @param merge puts what the second accumulator has into the first
 * @returns false if the record touches none
 */
export function joinSessions(
  windows: WindowState[],
  start: number,
  end: number,
  merge: (a: any, b: any) => void,
  into: Joined,
): boolean {
  let first = placeOf(windows, start)
  if (first > 0 && windows[first - 1].end >= start) first--
  if (first === windows.length || windows[first].start > end) return false
  const window = windows[first]
  into.window = window
  into.changed = false
  if (start < window.start) {
    window.start = start
    into.changed = true
  }
  if (end > window.end) {
    window.end = end
    into.changed = true
  }
  let next = first + 1
  while (next < windows.length && windows[next].start <= window.end) {
    const other = windows[next++]
    if (other.end > window.end) window.end = other.end
    if (window.content === undefined) window.content = other.content
    else if (other.content !== undefined) merge(window.content, other.content)
    for (const name in other.numbers) {
      window.numbers ??= {}
      window.numbers[name] = (window.numbers[name] ?? 0) + other.numbers[name]
    }
    into.changed = true
  }
  if (next > first + 1) windows.splice(first + 1, next - first - 1)
  if (into.changed) {
    window.eventTimers = undefined
    window.processingTimers = undefined
  }
  return true
}

/** A session of one record. */
export function beginSession(windows: WindowState[], start: number, end: number): WindowState {
  const window = windowState(start, end)
  insertWindow(windows, window)
  return window
}
