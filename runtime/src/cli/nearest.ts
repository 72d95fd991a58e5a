import { distance } from 'fastest-levenshtein'

/** The name that was probably meant: the nearest of those that differ in at most a third of their letters. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const each of names) {
    const letters = distance(name.toLowerCase(), each.toLowerCase())
    const most = Math.max(2, Math.floor(Math.max(name.length, each.length) / 3))
    if (letters <= most && letters < bestDistance) {
      best = each
      bestDistance = letters
    }
  }
  return best
}
