// What users do, for the benchmarks of windows and joins.

/** The user of record `i`: one of `users`, in an order that looks like chance. */
export function userOf(i, users) {
  let h = i | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) >>> 0) % users
}

/** The time of record `i`, milliseconds, a little out of order; `perSecond` records in each second of event time. */
export const timeOf = (i, perSecond) => Math.floor((i * 1000) / perSecond) - (i & 7)
