import { isDeepStrictEqual } from 'node:util'

/**
 * What a key has that has no value. Objects are copied for each use: one that all keys shared could be changed in place
 * for all of them, and without `update`.
 *
 * @param state the name of the state, for errors
 * @throws TypeError for what cannot be copied as it is
 */
export function defaultValue<T>(state: string, value: T): () => T {
  if ((typeof value !== 'object' || value === null) && typeof value !== 'function') return () => value
  const own = copy(state, value)
  return () => structuredClone(own)
}

function copy<T>(state: string, value: T): T {
  let copied: T
  try {
    copied = structuredClone(value)
  } catch (error) {
    throw cannotBeCopied(state, (error as Error).message)
  }
  if (!isDeepStrictEqual(copied, value)) {
    throw cannotBeCopied(state, 'objects of classes become plain ones')
  }
  return copied
}

function cannotBeCopied(state: string, why: string): TypeError {
  return new TypeError(
    `the default of the state '${state}' cannot be copied for each key: ${why} (state is plain data; without a default, value() is undefined where there is none)`,
  )
}
