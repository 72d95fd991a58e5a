import { KeyedTable } from '../state/index.ts'
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
  return () => {
    const table = new KeyedTable<{ first: object; total: number }>()
    return {
      shape: 'map',
      usesKey: true,
      apply: (record, key) => {
        const value = summand(select(record), field)
        const entry = table.get(key)
        if (entry === undefined) {
          table.set(key, { first: record, total: value })
          return record
        }
        entry.total += value
        return replace(entry.first, entry.total)
      },
    }
  }
}

function sumOfFunction(select: (record: any) => unknown): OperatorFactory {
  return () => {
    const table = new KeyedTable<{ total: number }>()
    return {
      shape: 'map',
      usesKey: true,
      apply: (record, key) => {
        const value = summand(select(record), select)
        const entry = table.get(key)
        if (entry === undefined) {
          table.set(key, { total: value })
          return [key, value]
        }
        entry.total += value
        return [key, entry.total]
      },
    }
  }
}

function summand(value: unknown, selector: Selector): number {
  if (typeof value === 'number') return value
  throw new TypeError(
    `sum(${describeSelector(selector)}) adds numbers, but got ${value === null ? 'null' : typeof value}`,
  )
}

/** A copy of a record with one field replaced; made for that field, as `accessor` is. */
function replacer(field: number | string): (record: any, value: number) => unknown {
  if (typeof field === 'number') {
    return (record, value) => {
      if (record.length === 2 && field === 1) return [record[0], value]
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
