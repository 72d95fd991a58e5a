export { HeapState } from './heap-state.ts'
export { HeapTable } from './heap-table.ts'
export type { KeyedState, KeyedStateStore, KeyedTable, NamespacedTables, StateEntry } from './keyed-state.ts'
