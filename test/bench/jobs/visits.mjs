// What users do, for the benchmarks of windows and joins.

/** The user of record `i`: one of `users`, in an order that looks like chance. */
export const userOf = (i, users) => (Math.imul(i, 0x9e3779b1) >>> 0) % users

/** The time of record `i`, milliseconds, a little out of order; `perSecond` records in each second of event time. */
export const timeOf = (i, perSecond) => Math.floor((i * 1000) / perSecond) - (i & 7)
