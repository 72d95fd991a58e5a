const UNITS: readonly (readonly [name: string, milliseconds: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
  ['ms', 1],
]

/**
 * A length of time as people say it: `10 s`, `1 h 30 min`.
 *
 * @param milliseconds a whole number
 */
export function durationText(milliseconds: number): string {
  if (milliseconds === 0) return '0 ms'
  let rest = Math.abs(milliseconds)
  const parts = UNITS.flatMap(([name, size]) => {
    const count = Math.floor(rest / size)
    rest -= count * size
    return count === 0 ? [] : [`${count} ${name}`]
  })
  // More than two units are harder to read than one.
  const text = parts.length > 2 ? `${Math.abs(milliseconds)} ms` : parts.join(' ')
  return milliseconds < 0 ? `-${text}` : text
}
