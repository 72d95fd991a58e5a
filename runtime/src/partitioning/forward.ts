import type { PartitionStrategy } from './strategy.ts'

/** Instance i feeds instance i modulo the target's parallelism; surplus target instances get nothing. */
export const forward: PartitionStrategy = {
  name: 'Forward',
  method: 'forward()',
  targets: (i, _sourceParallelism, targetParallelism) => [i % targetParallelism],
  selector: () => () => 0,
}
