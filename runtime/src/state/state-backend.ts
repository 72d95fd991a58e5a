import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DiskFile } from './disk-file.ts'
import { HeapState } from './heap-state.ts'
import type { KeyedStateStore } from './keyed-state.ts'

const brand = Symbol.for('millrace.StateBackend.v1')

/** Where keyed state is kept. Made by `disk`; without one it is kept in memory. */
export interface StateBackend {
  readonly kind: 'disk'
  readonly folder: string | undefined
  readonly cacheEntries: number
}

export interface DiskOptions {
  /** Where the files go while the job runs, relative to the job file. Default `.millrace/state` beside it. */
  readonly folder?: string
  /**
   * Values each operator instance keeps in memory at a time, from 16 to 4,000,000; it keeps fewer where they are large.
   * Default 100,000, which take some 20 MB where they are small.
   */
  readonly cacheEntries?: number
}

const CACHE_ENTRIES = 100_000
const LEAST_CACHED = 16
const MOST_CACHED = 4_000_000

/**
 * Keeps state in files, so that it may be larger than memory. The files last as long as the job runs.
 *
 * @throws TypeError for options that do not exist or make no sense
 */
export function disk(options: DiskOptions = {}): StateBackend {
  for (const name of Object.keys(options)) {
    if (name !== 'folder' && name !== 'cacheEntries') {
      throw new TypeError(`disk has no option '${name}': there are folder, cacheEntries`)
    }
  }
  const { folder, cacheEntries = CACHE_ENTRIES } = options
  if (folder !== undefined && (typeof folder !== 'string' || folder === '')) {
    throw new TypeError('the folder of disk(..) must be a text that is not empty')
  }
  if (!Number.isInteger(cacheEntries) || cacheEntries < LEAST_CACHED || cacheEntries > MOST_CACHED) {
    throw new TypeError(
      `cacheEntries of disk(..) must be a whole number from ${LEAST_CACHED} to ${MOST_CACHED}, but is ${String(cacheEntries)}`,
    )
  }
  const backend: StateBackend = { kind: 'disk', folder, cacheEntries }
  return Object.defineProperty(backend, brand, { value: true, enumerable: false })
}

export function isStateBackend(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true
}

/** Makes the stores of one thread's operator instances. */
export interface StateStores {
  store(maxParallelism: number): KeyedStateStore
  /** Removes what was written. */
  close(): Promise<void>
}

export const heapStores: StateStores = {
  store: (maxParallelism) => new HeapState(maxParallelism),
  close: async () => {},
}

/**
 * @param resolve an absolute path for one that is relative to the job file
 * @throws Error when no files can be written
 */
export async function openStateStores(
  backend: StateBackend | undefined,
  resolve: (path: string) => string,
): Promise<StateStores> {
  if (backend === undefined) return heapStores
  const folder = makeFolder(backend.folder, resolve)
  // The native library is loaded by jobs that use it only.
  let file: DiskFile
  try {
    file = new (await import('./disk-file.ts')).DiskFile(folder)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw new Error(`state cannot be kept on disk in ${folder}: ${(error as Error).message}`, { cause: error })
  }
  const { DiskState } = await import('./disk-state.ts')
  return {
    store: (maxParallelism) => new DiskState(file, maxParallelism, backend.cacheEntries),
    async close() {
      await file.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 3 })
    },
  }
}

/** A folder of this thread's own, named by the process, so that what a killed one has left is known as such. */
function makeFolder(given: string | undefined, resolve: (path: string) => string): string {
  const wanted = resolve(given ?? join('.millrace', 'state'))
  try {
    mkdirSync(wanted, { recursive: true })
    removeLeftovers(wanted)
    return mkdtempSync(join(wanted, `${process.pid}-`))
  } catch (error) {
    if (given !== undefined)
      throw new Error(`state cannot be kept in ${wanted}: ${(error as Error).message}`, { cause: error })
    return mkdtempSync(join(tmpdir(), `millrace-state-${process.pid}-`))
  }
}

function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const owner = /^(\d+)-/.exec(name)?.[1]
    if (owner === undefined || isAlive(Number(owner))) continue
    // Another thread may be at it, too.
    rm(join(folder, name), { recursive: true, force: true }).catch(() => {})
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
