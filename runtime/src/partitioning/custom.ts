import { allToAll } from './all-to-all.ts'
import type { PartitionStrategy } from './strategy.ts'

/** The user's function chooses: `(record, channels) => index or indexes`. */
export const custom: PartitionStrategy = {
  name: 'Custom',
  method: 'partition(fn)',
  targets: allToAll,
  selector: ({ channels, partition }) => {
    if (partition === undefined) throw new TypeError('strategy Custom needs a partition function')
    const choose = partition as (record: unknown, channels: number) => unknown
    return (record) => {
      const chosen = choose(record, channels)
      if (typeof chosen === 'number') {
        if (chosen >= 0 && chosen < channels && Number.isInteger(chosen)) return chosen
      } else if (Array.isArray(chosen) && chosen.every((index) => isChannel(index, channels))) {
        return chosen as number[]
      }
      throw new RangeError(
        `the partition function returned ${show(chosen)}; it must return a whole number from 0 to ${channels - 1}, or an array of them`,
      )
    }
  },
}

function isChannel(value: unknown, channels: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < channels
}

function show(value: unknown): string {
  return typeof value === 'function' || typeof value === 'symbol'
    ? typeof value
    : (JSON.stringify(value) ?? String(value))
}
