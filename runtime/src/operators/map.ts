import type { OperatorFactory } from './operator.ts'

/** One record out for each record in. */
export function map(fn: (value: any) => unknown): OperatorFactory {
  return () => ({ shape: 'map', apply: fn })
}
