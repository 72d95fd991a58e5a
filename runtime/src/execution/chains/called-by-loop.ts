/** The iterator of what a user's function returned. */
export function openIterator(iterable: Iterable<unknown>): Iterator<unknown> {
  const iterator = iterable[Symbol.iterator]()
  if (typeof iterator?.next !== 'function') throw new TypeError('the iterable has no iterator')
  return iterator
}
