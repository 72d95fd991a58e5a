import type { Likeness } from './similarity.ts'
import type { Trace } from './trace.ts'

/** By how much the best alignment must beat every one without a match, for the match to be clear. */
const CLEAR = 0.05
/** How far apart, in places, two that are not the same may be. */
const BAND = 60

/**
 * Aligns two sequences so that the sum of likenesses is greatest (Needleman-Wunsch, gaps cost nothing), and keeps what is
 * clear: a match counts when every alignment without it is worse.
 *
 * Takes time and memory of the product of both lengths.
 *
 * @returns for each of `after` its index in `before`
 */
export function alignStretch(
  before: readonly Trace[],
  after: readonly Trace[],
  like: Likeness,
): (number | undefined)[] {
  const score = scores(before, after, like)
  const width = after.length + 1
  const heads = new Float64Array((before.length + 1) * width)
  for (let i = 1; i <= before.length; i++) {
    for (let j = 1; j <= after.length; j++) {
      const both = heads[(i - 1) * width + j - 1] + score[(i - 1) * after.length + j - 1]
      heads[i * width + j] = Math.max(both, heads[(i - 1) * width + j], heads[i * width + j - 1])
    }
  }
  const tails = new Float64Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const both = tails[(i + 1) * width + j + 1] + score[i * after.length + j]
      tails[i * width + j] = Math.max(both, tails[(i + 1) * width + j], tails[i * width + j + 1])
    }
  }

  const found: (number | undefined)[] = after.map(() => undefined)
  for (let i = 0; i < before.length; i++) {
    let best = Number.NEGATIVE_INFINITY
    let rival = Number.NEGATIVE_INFINITY
    let match = -1
    for (let j = 0; j < after.length; j++) {
      const matched = heads[i * width + j] + score[i * after.length + j] + tails[(i + 1) * width + j + 1]
      if (matched > best) {
        rival = best
        best = matched
        match = j
      } else rival = Math.max(rival, matched)
    }
    for (let j = 0; j <= after.length; j++) rival = Math.max(rival, heads[i * width + j] + tails[(i + 1) * width + j])
    if (match >= 0 && best >= rival + CLEAR) found[match] = i
  }
  return found
}

/** The likeness of each with each. */
function scores(before: readonly Trace[], after: readonly Trace[], like: Likeness): Float64Array {
  const found = new Float64Array(before.length * after.length)
  const slope = after.length / before.length
  for (const [i, a] of before.entries()) {
    for (const [j, b] of after.entries()) {
      const far = Math.abs(j - i * slope) > BAND
      const possible = !far || (a.method === b.method && a.text === b.text)
      found[i * after.length + j] = (possible ? like(a, b) : undefined) ?? Number.NEGATIVE_INFINITY
    }
  }
  return found
}
