import { allToAll } from './all-to-all.ts'
import { instanceOfGroup, keyGroup, spreadKey } from './key-group.ts'
import type { PartitionStrategy } from './strategy.ts'

/** By key group, so that keyed state can move to another parallelism (Flink's KeyGroupStreamPartitioner). */
export const shuffleByKey: PartitionStrategy = {
  name: 'ShuffleByKey',
  method: 'keyBy(..)',
  targets: allToAll,
  selector: ({ channels, maxParallelism }) => {
    if (channels === 1) {
      return (_record, key) => {
        if (key === null || key === undefined) throw refused(key)
        return 0
      }
    }
    const instances = Array.from({ length: maxParallelism }, (_, group) =>
      instanceOfGroup(group, maxParallelism, channels),
    )
    // The default is a power of two; a division would take as long as the hash of a short key.
    const mask = (maxParallelism & (maxParallelism - 1)) === 0 ? maxParallelism - 1 : -1
    if (mask < 0) {
      return (_record, key) => {
        if (key === null || key === undefined) throw refused(key)
        return instances[keyGroup(key, maxParallelism)]
      }
    }
    return (_record, key) => {
      if (key === null || key === undefined) throw refused(key)
      return instances[spreadKey(key) & mask]
    }
  },
}

function refused(key: null | undefined): TypeError {
  return new TypeError(`the key is ${key}: every record needs a key (filter the others out, or give them one)`)
}
