import { allToAll } from './all-to-all.ts'
import { ALL, type PartitionStrategy } from './strategy.ts'

/** Every record to every target instance. */
export const broadcast: PartitionStrategy = {
  name: 'Broadcast',
  method: 'broadcast()',
  targets: allToAll,
  selector: () => () => ALL,
}
