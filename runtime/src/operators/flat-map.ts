import type { OperatorFactory } from './operator.ts'

/** As many records as the iterable yields that the function returns; they are pulled one by one, as there is room. */
export function flatMap(fn: (value: any) => Iterable<unknown>): OperatorFactory {
  return () => ({
    shape: 'flatMap',
    functionOf: () => fn,
    apply: (value) => {
      const result = fn(value)
      if (Array.isArray(result)) return result
      if (
        result === null ||
        result === undefined ||
        typeof (result as Iterable<unknown>)[Symbol.iterator] !== 'function'
      ) {
        throw new TypeError(
          `the function must return an iterable (an array, a generator, ..), but it returned ${kind(result)}`,
        )
      }
      return result
    },
  })
}

function kind(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (value instanceof Promise) return 'a promise'
  if (typeof value === 'object') return `an object (${value.constructor?.name ?? 'without a prototype'})`
  return `a ${typeof value} (${String(value).slice(0, 40)})`
}
