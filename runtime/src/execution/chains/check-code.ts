/** Records of a loop that are all checked where only some are, and one of how many of the later ones. */
const ALL_OF = 1_000
const ONE_OF = 64

/**
 * Holds a record that is emitted to what crosses threads, and freezes it.
 *
 * @param v name of the record
 * @param at what a failure is reported for
 */
export function checkCode(which: boolean | 'some', v: string, at: number): string {
  if (which === false) return ''
  const check = `at = ${at}; current = ${v}; checkRecord(${v}); freezeRecord(${v})`
  if (which === true) return `${check}\n`
  // The counter stays a small integer.
  return `if (emitted < ${ALL_OF} || emitted % ${ONE_OF} === 0) { ${check} }
emitted = emitted < 1e9 ? emitted + 1 : ${ALL_OF}
`
}
