import { distance } from 'fastest-levenshtein'

/** The candidate that a mistyped word was most likely meant to be, or undefined if none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(2, Math.floor(word.length / 3)) + 1
  for (const candidate of candidates) {
    const difference = distance(word.toLowerCase(), candidate.toLowerCase())
    if (difference < least) {
      least = difference
      best = candidate
    }
  }
  return best
}
