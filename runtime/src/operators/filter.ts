import type { OperatorFactory } from './operator.ts'

/** Passes on the records for which the function returns something true. */
export function filter(fn: (value: any) => unknown): OperatorFactory {
  return () => ({ shape: 'filter', apply: fn })
}
