/** Records in the order of their timestamps, equal ones in the order they came: plain data. */
export interface TimeBuffer {
  times: number[]
  values: unknown[]
  /** Index of the first that is still there. */
  head: number
}

export function timeBuffer(): TimeBuffer {
  return { times: [], values: [], head: 0 }
}

export function isEmpty({ times, head }: TimeBuffer): boolean {
  return head === times.length
}

/** The time of the first record of a buffer that has one. */
export function firstTime({ times, head }: TimeBuffer): number {
  return times[head]
}

/** Records nearly always come in order, so that they are appended. */
export function insert(buffer: TimeBuffer, value: unknown, time: number): void {
  const { times, values, head } = buffer
  if (times.length === head || times[times.length - 1] <= time) {
    times.push(time)
    values.push(value)
    return
  }
  const place = firstAbove(buffer, time)
  times.splice(place, 0, time)
  values.splice(place, 0, value)
}

/** Index of the first record whose time is at least `time`. */
export function firstFrom(buffer: TimeBuffer, time: number): number {
  return search(buffer, time, false)
}

/** Index of the first record whose time is above `time`. */
export function firstAbove(buffer: TimeBuffer, time: number): number {
  return search(buffer, time, true)
}

function search({ times, head }: TimeBuffer, time: number, orEqual: boolean): number {
  let from = head
  let to = times.length
  while (from < to) {
    const middle = (from + to) >>> 1
    const other = times[middle]
    if (other < time || (orEqual && other === time)) from = middle + 1
    else to = middle
  }
  return from
}

/** Few records in front are cheaper to keep than to move the others for. */
const FEW = 32

/** Drops the records whose time is below `time`. */
export function dropBefore(buffer: TimeBuffer, time: number): void {
  const { times, values } = buffer
  let { head } = buffer
  while (head < times.length && times[head] < time) values[head++] = undefined
  if (head === times.length) {
    times.length = 0
    values.length = 0
    head = 0
  } else if (head > FEW && head * 2 > times.length) {
    times.splice(0, head)
    values.splice(0, head)
    head = 0
  }
  buffer.head = head
}
