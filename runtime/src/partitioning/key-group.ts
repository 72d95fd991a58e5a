import { hashKey, murmurInt } from './key-hash.ts'

/**
 * Key groups, as in Flink's `KeyGroupRangeAssignment`: the unit in which keyed state is spread over instances, so that
 * a savepoint taken at one parallelism can be restored at another.
 */
export function keyGroup(key: unknown, maxParallelism: number): number {
  return spreadKey(key) % maxParallelism
}

/** The key's hash, spread once more to a non-negative 31-bit number. */
export function spreadKey(key: unknown): number {
  return murmurInt(hashKey(key))
}

/** The instance that owns a key group. */
export function instanceOfGroup(group: number, maxParallelism: number, parallelism: number): number {
  return Math.floor((group * parallelism) / maxParallelism)
}

/** First and last key group of an instance, both included. */
export function groupRange(instance: number, maxParallelism: number, parallelism: number): readonly [number, number] {
  return [
    Math.ceil((instance * maxParallelism) / parallelism),
    Math.floor(((instance + 1) * maxParallelism - 1) / parallelism),
  ]
}

/** What `maxParallelism` is when nobody says: clamp(nextPowerOfTwo(1.5 p), 128, 32768). */
export function defaultMaxParallelism(parallelism: number): number {
  const wanted = parallelism + Math.floor(parallelism / 2)
  const power = 2 ** Math.ceil(Math.log2(Math.max(1, wanted)))
  return Math.min(Math.max(power, 128), 32768)
}
