import type { OperatorFactory } from './operator.ts'
import { accessor, describeSelector, isField, type Selector } from './selector.ts'

/**
 * The running total per key.
 *
 * With a field it emits the key's first record with that field replaced by the total (Flink's `SumAggregator`); with a
 * function it emits `[key, total]`.
 */
export function sum(selector: Selector): OperatorFactory {
  return isField(selector) ? sumOfField(selector) : sumOfFunction(selector)
}

function sumOfField(field: number | string): OperatorFactory {
  const select = accessor(field) as (record: unknown) => number
  const replace = replacer(field)
  return ({ state }) => {
    const table = state.table<Total>('sum', ({ total }) => total)
    return {
      shape: 'map',
      usesKey: true,
      apply: (record, key) => {
        const given = select(record)
        const value = summand(given, field)
        const entry = table.get(key)
        if (entry === undefined) {
          table.set(key, { total: value, first: isKeyAndNumber(record, key, field) ? undefined : record })
          return value === 0 && Object.is(given, -0) ? replace(record, 0) : record
        }
        entry.total += value
        table.changed(key, entry)
        return entry.first === undefined ? [key, entry.total] : replace(entry.first, entry.total)
      },
    }
  }
}

interface Total {
  total: number
  /** The key's first record; not kept where it is `[key, number]`, which can be made anew. */
  readonly first: object | undefined
}

/** 0 and -0 are one key, and objects with equal content too: from a later record's key the first one could not be made. */
function isKeyAndNumber(record: unknown, key: unknown, field: number | string): boolean {
  if (typeof key === 'object' || key === 0) return false
  return Array.isArray(record) && record.length === 2 && field === 1 && record[0] === key
}

function sumOfFunction(select: (record: any) => unknown): OperatorFactory {
  return ({ state }) => {
    const table = state.table<{ total: number }>('sum', ({ total }) => total)
    return {
      shape: 'map',
      usesKey: true,
      functionOf: () => select,
      apply: (record, key) => {
        const value = summand(select(record), select)
        const entry = table.get(key)
        if (entry === undefined) {
          table.set(key, { total: value })
          return [key, value]
        }
        entry.total += value
        table.changed(key, entry)
        return [key, entry.total]
      },
    }
  }
}

/** A number that was selected, 0 for -0; what is none is refused in the name of the method. */
export function summand(value: unknown, selector: Selector, method = 'sum'): number {
  // A sum is -0 only if both its parts are: totals never are then.
  if (typeof value === 'number') return value + 0
  throw new TypeError(
    `${method}(${describeSelector(selector)}) ${method === 'sum' ? 'adds' : 'compares'} numbers, but got ${value === null ? 'null' : typeof value}`,
  )
}

/** A copy of a record with one field replaced; made for that field, as `accessor` is. */
export function replacer(field: number | string): (record: any, value: number) => unknown {
  if (typeof field === 'number') {
    return (record, value) => {
      const copy = record.slice()
      copy[field] = value
      return copy
    }
  }
  return new Function('record', 'value', `return { ...record, [${JSON.stringify(field)}]: value }`) as (
    record: any,
    value: number,
  ) => unknown
}
