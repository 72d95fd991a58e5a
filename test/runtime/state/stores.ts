import { disk, type StateBackend } from '../../../runtime/src/state/index.ts'

/** Where state can be kept; on disk with so little memory that nearly everything is thrown out and read again. */
export const backends: [where: string, backend: StateBackend | undefined][] = [
  ['in memory', undefined],
  ['on disk', disk({ cacheEntries: 16, folder: '.cache/state' })],
]
