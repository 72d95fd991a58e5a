import { allToAll } from './all-to-all.ts'
import type { PartitionStrategy } from './strategy.ts'

/** Each source instance deals its records out in turn; the first goes to channel 0 (Flink's RebalancePartitioner). */
export const roundRobin: PartitionStrategy = {
  name: 'RoundRobin',
  method: 'roundRobin()',
  targets: allToAll,
  selector: ({ channels }) => cyclic(channels),
}

/** A selector that goes round `channels`, beginning with 0. */
export function cyclic(channels: number): () => number {
  if (channels === 1) return () => 0
  let next = -1
  return () => {
    next = next + 1 === channels ? 0 : next + 1
    return next
  }
}
