import type { OperatorFactory } from './operator.ts'

/** Rolling: emits, for each record, what the key's records have been reduced to so far. A key's first record passes through. */
export function reduce(fn: (accumulated: any, record: any) => unknown): OperatorFactory {
  return ({ state }) => {
    const table = state.table<{ value: unknown }>('reduce', ({ value }) => value)
    return {
      shape: 'map',
      usesKey: true,
      functionOf: () => fn,
      recordsBefore: (key) => {
        const entry = table.get(key)
        return entry === undefined ? [] : [entry.value]
      },
      apply: (record, key) => {
        const entry = table.get(key)
        if (entry === undefined) {
          table.set(key, { value: record })
          return record
        }
        const reduced = fn(entry.value, record)
        entry.value = reduced
        table.changed(key, entry)
        return reduced
      },
    }
  }
}
