export { HeapState } from './heap-state.ts'
export { HeapTable } from './heap-table.ts'
export type { KeyedState, KeyedStateStore, KeyedTable, NamespacedTables, Shown, StateEntry } from './keyed-state.ts'
export { KeyedStates, type StateDeclarations, type ValueStateOptions } from './keyed-states.ts'
export type { ListState } from './list-state.ts'
export type { MapState } from './map-state.ts'
export {
  type DiskOptions,
  disk,
  heapStores,
  isStateBackend,
  openStateStores,
  type StateBackend,
  type StateStores,
} from './state-backend.ts'
export type { TtlOptions } from './time-to-live.ts'
export type { ReducingState, ValueState } from './value-state.ts'
