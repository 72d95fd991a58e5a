import { broadcast } from './broadcast.ts'
import { custom } from './custom.ts'
import { forward } from './forward.ts'
import { rescale } from './rescale.ts'
import { roundRobin } from './round-robin.ts'
import { shuffle } from './shuffle.ts'
import { shuffleByKey } from './shuffle-by-key.ts'
import type { PartitionStrategy, StrategyName } from './strategy.ts'

export { defaultMaxParallelism, groupRange, instanceOfGroup, keyGroup, spreadKey } from './key-group.ts'
export { hashKey, NotHashable } from './key-hash.ts'
export { keyIdentity } from './key-identity.ts'
export { type KeyReading, type KeyText, keyReadings, typedKey } from './key-readings.ts'
export type { PartitionStrategy, Selector, SelectorContext, StrategyName } from './strategy.ts'
export { ALL } from './strategy.ts'

/** All partition strategies, by name. */
export const strategies: Readonly<Record<StrategyName, PartitionStrategy>> = {
  Forward: forward,
  Shuffle: shuffle,
  ShuffleByKey: shuffleByKey,
  Broadcast: broadcast,
  Rescale: rescale,
  RoundRobin: roundRobin,
  Custom: custom,
}
