/**
 * The new value with every part that is equal to the old one's taken from the old one: what did not change is the same
 * object, and is not drawn again.
 */
export function share<T>(old: unknown, fresh: T): T {
  if (Object.is(old, fresh) || typeof fresh !== 'object' || fresh === null) return fresh
  if (typeof old !== 'object' || old === null || Array.isArray(old) !== Array.isArray(fresh)) return fresh
  if (Array.isArray(fresh)) {
    const before = old as readonly unknown[]
    const known = keyed(before)
    const shared = fresh.map((entry, index) => share(known?.get(keyOf(entry)) ?? before[index], entry))
    const same = before.length === shared.length && shared.every((entry, index) => entry === before[index])
    return (same ? old : shared) as T
  }
  const before = old as Record<string, unknown>
  const names = Object.keys(fresh)
  let same = Object.keys(before).length === names.length
  const shared: Record<string, unknown> = {}
  for (const name of names) {
    shared[name] = share(before[name], (fresh as Record<string, unknown>)[name])
    if (shared[name] !== before[name] || !(name in before)) same = false
  }
  return (same ? old : shared) as T
}

function keyed(entries: readonly unknown[]): Map<unknown, unknown> | undefined {
  if (entries.length === 0 || keyOf(entries[0]) === undefined) return undefined
  return new Map(entries.map((entry) => [keyOf(entry), entry]))
}

function keyOf(entry: unknown): unknown {
  return typeof entry === 'object' && entry !== null && 'key' in entry ? entry.key : undefined
}
