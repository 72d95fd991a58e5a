import { cyclic } from './round-robin.ts'
import type { PartitionStrategy } from './strategy.ts'

/**
 * Round robin among a part of the target's instances, so that records stay near: 2 -> 6, each source feeds its own
 * three; 6 -> 2, each target is fed by its own three. Uneven numbers share as evenly as they can, in contiguous ranges
 * (Flink's VertexInputInfoComputationUtils for POINTWISE edges).
 */
export const rescale: PartitionStrategy = {
  name: 'Rescale',
  method: 'rescale()',
  targets: (i, sourceParallelism, targetParallelism) => {
    if (sourceParallelism >= targetParallelism) {
      // Target t consumes sources floor(t*s/n) .. floor((t+1)*s/n) - 1.
      for (let target = 0; target < targetParallelism; target++) {
        const end = Math.floor(((target + 1) * sourceParallelism) / targetParallelism)
        if (i < end) return [target]
      }
    }
    // Target t consumes source floor(t*s/n).
    const targets: number[] = []
    for (let target = 0; target < targetParallelism; target++) {
      if (Math.floor((target * sourceParallelism) / targetParallelism) === i) targets.push(target)
    }
    return targets
  },
  selector: ({ channels }) => cyclic(channels),
}
