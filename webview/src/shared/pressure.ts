/** How hard a channel, or a task, is back-pressured. The bounds are those of Flink's web interface. */
export type Pressure = 'none' | 'low' | 'high'

/** @param share of a channel's room that is taken, or of a task's time that it waits to emit: 0 to 1 */
export function pressureOf(share: number): Pressure {
  return share > 0.5 ? 'high' : share > 0.1 ? 'low' : 'none'
}
