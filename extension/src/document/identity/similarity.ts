import type { Trace } from './trace.ts'

/** Two traces that are equal but for names; what is less alike is worth less than half of it. */
export const SAME = 1

/** How likely two traces are one operator, 0 to 1; undefined: they are not. */
export type Likeness = (a: Trace, b: Trace) => number | undefined

/**
 * Same method, same text: 1, less something where both have names and these differ. Two that are only alike are never
 * worth as much as one that is the same, so that no edit makes neighbours change places.
 */
export function likeness(): Likeness {
  const words = new Map<string, ReadonlyMap<string, number>>()
  const wordsOf = (text: string) => {
    const known = words.get(text) ?? pairsOfWords(text)
    words.set(text, known)
    return known
  }
  return (a, b) => {
    if (a.uid !== undefined && b.uid !== undefined && a.uid !== b.uid) return undefined
    const names = agreement(a.name, b.name) + agreement(a.variable, b.variable)
    if (a.method === b.method && a.text === b.text) return SAME + names
    const alike = dice(wordsOf(a.text), wordsOf(b.text))
    if (a.method === b.method) return 0.12 + 0.3 * alike + names
    // Another kind of operator with the same function.
    return alike > 0.6 ? 0.3 * alike + names : undefined
  }
}

function agreement(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return 0
  return a === b ? 0.03 : -0.03
}

/** Words and signs of a text in pairs, with how often each comes. */
function pairsOfWords(text: string): ReadonlyMap<string, number> {
  const words = ['', ...(text.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? []), '']
  const pairs = new Map<string, number>()
  for (let index = 1; index < words.length; index++) {
    const pair = `${words[index - 1]} ${words[index]}`
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  return pairs
}

/** What two have in common, as a share of both. */
function dice(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let common = 0
  let all = 0
  for (const [pair, count] of a) {
    common += Math.min(count, b.get(pair) ?? 0)
    all += count
  }
  for (const count of b.values()) all += count
  return (2 * common) / all
}
