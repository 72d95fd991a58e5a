import { HeapTable } from './heap-table.ts'
import { NamedTables } from './named-tables.ts'

/** State in memory. */
export class HeapState extends NamedTables<HeapTable<unknown>> {
  protected newTable(): HeapTable<unknown> {
    return new HeapTable()
  }

  protected peek(table: HeapTable<unknown>, key: unknown): unknown {
    return table.get(key)
  }
}
