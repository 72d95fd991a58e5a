import { allToAll } from './all-to-all.ts'
import { hashKey } from './key-hash.ts'
import type { PartitionStrategy } from './strategy.ts'

/** By the hash of the whole record: equal records meet in one instance. It is not random. */
export const shuffle: PartitionStrategy = {
  name: 'Shuffle',
  method: 'shuffle()',
  targets: allToAll,
  selector: ({ channels }) => (channels === 1 ? () => 0 : (record) => hashKey(record) % channels),
}
