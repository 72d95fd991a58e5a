/** The iterator of what a user's function returned. */
export function openIterator(iterable: Iterable<unknown>): Iterator<unknown> {
  const iterator = iterable[Symbol.iterator]()
  if (typeof iterator?.next !== 'function') throw new TypeError('the iterable has no iterator')
  return iterator
}

/** What is thrown when a timestamp is none. */
export function wrongTimestamp(timestamp: unknown): TypeError {
  const cure = timestamp instanceof Date ? ': return date.getTime()' : ''
  const shown = typeof timestamp === 'string' ? JSON.stringify(timestamp) : String(timestamp)
  return new TypeError(`a timestamp is a number of milliseconds since 1970, but the function returned ${shown}${cure}`)
}
