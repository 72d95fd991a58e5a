export { KeyedTable } from './keyed-table.ts'
