import type { Accumulator } from './window-function.ts'

/** One window of a key, as it is kept: plain data. */
export interface WindowState {
  start: number
  end: number
  /** Absent before the first record, and after a trigger has purged it. */
  content: Accumulator | undefined
  /** Timers that the trigger has registered, ascending. */
  eventTimers: number[]
  processingTimers: number[]
  /** What the trigger counts. */
  numbers: Record<string, number>
}

/** All windows of a key, by their start. */
export interface KeyWindows {
  windows: WindowState[]
  /** The time of the key's entry in each queue of timers; infinity where it has none. Made anew after a restore. */
  armedEvent: number
  armedProcessing: number
}

export function windowState(start: number, end: number): WindowState {
  return { start, end, content: undefined, eventTimers: [], processingTimers: [], numbers: {} }
}

/** Adds a timer, once. */
export function addTimer(timers: number[], time: number): void {
  let place = timers.length
  while (place > 0 && timers[place - 1] >= time) place--
  if (timers[place] !== time) timers.splice(place, 0, time)
}

export function removeTimer(timers: number[], time: number): void {
  const place = timers.indexOf(time)
  if (place >= 0) timers.splice(place, 1)
}
