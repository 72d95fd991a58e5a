import type { StrategyName } from 'millrace/graph'
import type { MethodEntry } from './entry.ts'

export interface StrategyEntry extends MethodEntry {
  readonly strategy: StrategyName
}

const entry = (method: string, strategy: StrategyName, icon: string, help: string): StrategyEntry => ({
  method,
  strategy,
  on: 'stream',
  yields: 'stream',
  arguments: [],
  keepsType: true,
  icon,
  help,
})

/** Methods of a stream that say how its records reach the instances of the next operator. */
export const strategyMethods: readonly StrategyEntry[] = [
  entry('forward', 'Forward', 'arrow-right', 'Instance i feeds instance i, modulo the parallelism.'),
  entry('shuffle', 'Shuffle', 'arrow-swap', 'By the hash of the whole record: equal records meet.'),
  entry('broadcast', 'Broadcast', 'broadcast', 'Every record to every instance.'),
  entry('rescale', 'Rescale', 'split-horizontal', 'In turn among a near part of the instances.'),
  entry('roundRobin', 'RoundRobin', 'sync', 'In turn among all instances.'),
  {
    ...entry('partition', 'Custom', 'symbol-operator', 'To the instances that a function says.'),
    arguments: [
      {
        name: 'function',
        kind: 'function',
        initial: '(_record, channels) => channels - 1',
        help: 'The index of an instance, or several.',
      },
    ],
  },
]
