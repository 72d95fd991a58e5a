import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import {
  END,
  type IndexedReader,
  type ReaderContext,
  type Source,
  type SourceReader,
} from '../../../runtime/src/connectors/index.ts'

export type AnyReader<T> = SourceReader<T> | IndexedReader<T>

/** A folder that is removed when the test ends; `files` are written into it. */
export async function folder(files: Record<string, string | Uint8Array> = {}): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'millrace-connectors-'))
  onTestFinished(() => rm(path, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) await writeFile(join(path, name), content)
  return path
}

export interface DriveOptions {
  readonly parallelism?: number
  readonly max?: number
  /** What relative paths are relative to. */
  readonly base?: string
  readonly stdin?: () => AsyncIterable<Uint8Array>
}

/** One instance's reader, driven as an engine does it: it polls again when it has been woken. */
export class Drive<T> {
  readonly reader: AnyReader<T>
  private readonly controller = new AbortController()
  private readonly max: number
  private woken = false
  private wakeUp: () => void = () => {}

  constructor(source: Source<T>, splits: readonly unknown[], options: DriveOptions, instance = 0) {
    this.max = options.max ?? 1024
    const context: ReaderContext = {
      operatorName: 'Source',
      instance,
      parallelism: options.parallelism ?? 1,
      resolve: (path) => join(options.base ?? dirname('/'), path),
      wake: () => {
        this.woken = true
        this.wakeUp()
      },
      signal: this.controller.signal,
      stdin:
        options.stdin ??
        (() => {
          throw new Error('there is no standard input here')
        }),
    }
    this.reader = source.reader(splits, context)
  }

  /** The next records, at least one, or END. */
  async next(): Promise<readonly T[] | typeof END> {
    for (;;) {
      this.woken = false
      const records = this.records()
      const arrived = records instanceof Promise ? await records : records
      if (arrived === END || arrived.length > 0) return arrived
      if (!this.woken) {
        await new Promise<void>((resolve) => {
          this.wakeUp = resolve
        })
      }
    }
  }

  private records(): readonly T[] | typeof END | Promise<readonly T[] | typeof END> {
    const { reader } = this
    if (!('claim' in reader)) return reader.poll(this.max)
    const run = reader.claim(this.max)
    if (run === END) return END
    const { from, step, count, wait } = run as Exclude<typeof run, typeof END>
    if (count === 0) return new Promise((resolve) => setTimeout(() => resolve(this.records()), wait))
    return Array.from({ length: count }, (_, i) => reader.at(from + i * step))
  }

  async rest(): Promise<T[]> {
    const all: T[] = []
    for (;;) {
      const records = await this.next()
      if (records === END) return all
      all.push(...(records as T[]))
    }
  }

  async close(): Promise<void> {
    this.controller.abort()
    this.reader.stop?.()
    await this.reader.close?.()
  }
}

/** The readers of all instances of a source, the splits dealt out in turn. */
export async function drives<T>(source: Source<T>, options: DriveOptions = {}): Promise<Drive<T>[]> {
  const { parallelism = 1, base = '/' } = options
  const splits = await source.splits({ parallelism, resolve: (path) => join(base, path) })
  return Promise.all(
    Array.from({ length: parallelism }, async (_, i) => {
      // Splits cross threads.
      const own = structuredClone(splits.filter((_, index) => index % parallelism === i))
      const drive = new Drive(source, own, options, i)
      await drive.reader.open?.()
      return drive
    }),
  )
}

/** What each instance of a source reads. */
export async function readInstances<T>(source: Source<T>, options: DriveOptions = {}): Promise<T[][]> {
  const readers = await drives(source, options)
  try {
    return await Promise.all(readers.map((reader) => reader.rest()))
  } finally {
    for (const reader of readers) await reader.close()
  }
}

export async function readAll<T>(source: Source<T>, options: DriveOptions = {}): Promise<T[]> {
  return (await readInstances(source, options)).flat()
}

/**
 * For each instance: reads up to `k` polls, takes a snapshot, and reads the rest with a new reader that is restored to
 * it. Returns what both read, which has to be everything once.
 */
export async function readInterrupted<T>(source: Source<T>, k: number, options: DriveOptions = {}): Promise<T[]> {
  const first = await drives(source, options)
  const second = await drives(source, options)
  const all: T[] = []
  for (const [i, drive] of first.entries()) {
    for (let polls = 0; polls < k; polls++) {
      const records = await drive.next()
      if (records === END) break
      all.push(...(records as T[]))
    }
    const position = structuredClone(drive.reader.snapshot())
    await drive.close()
    second[i].reader.restore(position)
    all.push(...(await second[i].rest()))
    await second[i].close()
  }
  return all
}
