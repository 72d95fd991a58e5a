import { closest, distance } from 'fastest-levenshtein'

/** The candidate a mistyped name was likely meant to be, or undefined when none is close. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined
  const best = closest(
    word.toLowerCase(),
    candidates.map((name) => name.toLowerCase()),
  )
  const found = candidates.find((name) => name.toLowerCase() === best)!
  return distance(word.toLowerCase(), best) <= Math.max(2, word.length / 3) ? found : undefined
}
