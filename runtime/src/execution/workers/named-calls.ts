import type { Operator } from '../../graph/index.ts'
import type { OperatorInstance } from '../../operators/index.ts'

/**
 * A part of an operator's instance (the operator, its reader or its writer) whose functions are called by functions that
 * have the instance's name: `Late[1] of 4` stands under a user's function in a debugger's call stack. That costs
 * something with every call, so only what a debugger runs is made of it. The extension knows the frames by the name of
 * this file.
 */
export function namedCalls<T extends object>(part: T, { name, parallelism }: Operator, instance: number): T {
  const title = parallelism > 1 ? `${name}[${instance}] of ${parallelism}` : name
  const calls = new Map<PropertyKey, unknown>()
  const call = (key: PropertyKey, fn: (...given: unknown[]) => unknown) =>
    titled(title, (...given) => {
      const result = fn.apply(part, given)
      return goneThrough(part, key) ? titledIterable(title, result) : result
    })
  return new Proxy({} as T, {
    has: (_, key) => key in part,
    get(_, key) {
      const value: unknown = Reflect.get(part, key)
      if (typeof value !== 'function') return value
      if (!calls.has(key)) calls.set(key, call(key, value as (...given: unknown[]) => unknown))
      return calls.get(key)
    },
  })
}

/** What these return, and `apply` of some shapes, the chain goes through; nobody else sees it. */
const RETURNS_ITERABLE = new Set<PropertyKey>([
  'finish',
  'onWatermark',
  'onProcessingTime',
  'onEndOfProcessingTime',
  'ready',
])

function goneThrough(part: object, key: PropertyKey): boolean {
  if (key !== 'apply') return RETURNS_ITERABLE.has(key)
  const { shape } = part as Partial<OperatorInstance>
  return shape === 'flatMap' || shape === 'process'
}

/** The functions that a generator is made of run while it is gone through. */
function titledIterable(title: string, given: unknown): unknown {
  const open = (given as Iterable<unknown> | undefined)?.[Symbol.iterator]
  if (typeof open !== 'function' || Array.isArray(given)) return given
  return {
    [Symbol.iterator]() {
      const iterator = open.call(given) as Iterator<unknown>
      if (typeof iterator?.next !== 'function') return iterator
      return {
        next: titled(title, () => iterator.next()),
        ...(iterator.return ? { return: titled(title, () => iterator.return!()) } : {}),
      }
    },
  }
}

function titled<F extends (...given: unknown[]) => unknown>(title: string, fn: F): F {
  return Object.defineProperty(fn, 'name', { value: title })
}
