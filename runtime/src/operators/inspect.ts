import type { OperatorFactory } from './operator.ts'

/** Passes each record on, then shows it to the function. */
export function inspect(fn: (value: any) => unknown): OperatorFactory {
  return () => ({ shape: 'each', apply: fn })
}
