import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { SinkWriter, WriterContext } from '../sink.ts'
import { fileError } from './file-error.ts'
import { type FinishedPart, PartFile, partialName, publish } from './part-file.ts'

/** What records look like in a file. One per writer: it may remember the first record. */
export interface FileFormat<T> {
  /** Of the parts of a folder: `.txt`. */
  readonly extension: string
  /** What a record is called in messages: `line`. */
  readonly unit: string
  /** What every part begins with. `first` is undefined for a part without records. */
  header?(first: T | undefined): string
  encode(record: T): string
}

export interface RollOptions {
  /** A folder's part is ended when it is this old, in milliseconds. Default: never. */
  readonly rollEvery?: number
  /** A folder's part is ended once it has about this many bytes. Default: never. */
  readonly rollSize?: number
}

/** Milliseconds after which a timer that found the writer at work looks again. */
const RETRY = 20

/** What becomes visible with the commit. Plain data. */
export interface FileCommit {
  readonly part?: FinishedPart
}

/**
 * Writes one instance's records to one file, or to numbered parts of a folder. A part that is ended while the job runs
 * gets its name at once, the last one with the commit.
 *
 * The commit also removes the parts of an earlier run of the job that this one has not replaced, so that a folder never
 * holds the results of two.
 */
export class FileWriter<T> implements SinkWriter<T, FileCommit> {
  private readonly target: string
  private readonly context: WriterContext
  private readonly format: FileFormat<T>
  private readonly roll: RollOptions
  private inFolder: boolean
  private part: PartFile | undefined
  /** Number of the next part. */
  private next = 0
  private timer: NodeJS.Timeout | undefined
  /** A call is under way. */
  private busy = false
  /** The timer is ending the part. */
  private rolling: Promise<void> | undefined
  private failure: { error: unknown } | undefined

  constructor(target: string, inFolder: boolean, context: WriterContext, format: FileFormat<T>, roll: RollOptions) {
    this.target = target
    this.inFolder = inFolder
    this.context = context
    this.format = format
    this.roll = roll
  }

  async open(): Promise<void> {
    this.inFolder ||= (await stat(this.target).catch(() => undefined))?.isDirectory() ?? false
    await this.begin()
  }

  write(records: readonly T[]): void | Promise<void> {
    if (this.failure) throw this.failure.error
    if (this.rolling) return this.rolling.then(() => this.write(records))
    if (this.part === undefined) return this.exclusively(() => this.begin()).then(() => this.write(records))
    const { part, format } = this
    for (const record of records) {
      if (part.records === 0 && format.header) part.append(format.header(record))
      part.append(format.encode(record))
      part.records++
    }
    if (this.isDue(part)) return this.exclusively(() => this.end(part))
    if (part.full) return this.exclusively(() => part.flush())
  }

  async flush(): Promise<void> {
    await this.rolling
    if (this.failure) throw this.failure.error
    const { part } = this
    if (part) await this.exclusively(() => (this.isDue(part) ? this.end(part) : part.flush()))
  }

  async prepareCommit(): Promise<FileCommit> {
    await this.rolling
    if (this.failure) throw this.failure.error
    clearTimeout(this.timer)
    const { part, format } = this
    if (part === undefined) return {}
    if (part.records === 0 && format.header) part.append(format.header(undefined))
    return { part: await part.finish() }
  }

  async commit({ part }: FileCommit): Promise<void> {
    if (part) await publish(part)
    this.part = undefined
    if (this.inFolder) await this.removeEarlier()
  }

  async abort(): Promise<string | undefined> {
    await this.rolling
    clearTimeout(this.timer)
    return this.part?.abandon(this.format.unit)
  }

  async close(): Promise<void> {
    clearTimeout(this.timer)
    await this.rolling
    await this.part?.close()
  }

  private async exclusively(action: () => Promise<void>): Promise<void> {
    this.busy = true
    try {
      await action()
    } finally {
      this.busy = false
    }
  }

  private async begin(): Promise<void> {
    const { instance } = this.context
    const path = this.inFolder ? join(this.target, this.partName(instance, this.next++)) : this.target
    this.part = await PartFile.open(path)
    const { rollEvery } = this.roll
    if (this.inFolder && rollEvery !== undefined) this.setTimer(rollEvery)
  }

  private isDue(part: PartFile): boolean {
    if (!this.inFolder || part.records === 0) return false
    const { rollEvery = Infinity, rollSize = Infinity } = this.roll
    return part.size >= rollSize || performance.now() - part.openedAt >= rollEvery
  }

  private async end(part: PartFile): Promise<void> {
    clearTimeout(this.timer)
    await publish(await part.finish())
    this.part = undefined
  }

  /** Ends a part in time also when no record comes. */
  private setTimer(delay: number): void {
    this.timer = setTimeout(() => {
      const { part } = this
      if (part === undefined) return
      if (this.busy || !this.isDue(part)) {
        this.setTimer(this.busy ? RETRY : this.roll.rollEvery!)
        return
      }
      this.rolling = this.end(part).then(
        () => {
          this.rolling = undefined
        },
        (error: unknown) => {
          this.failure = { error }
          this.rolling = undefined
        },
      )
    }, delay).unref()
  }

  private partName(instance: number, part: number): string {
    return `part-${instance}-${part}${this.format.extension}`
  }

  private async removeEarlier(): Promise<void> {
    const { instance, parallelism } = this.context
    try {
      for (const name of await readdir(this.target)) {
        const [, owner, part] = /^part-(\d+)-(\d+)\./.exec(name)?.map(Number) ?? []
        const own = owner === instance || (instance === 0 && owner >= parallelism)
        const path = this.partName(owner, part)
        const earlier = name === partialName(path) || (name === path && (owner !== instance || part >= this.next))
        if (own && earlier) await rm(join(this.target, name), { force: true })
      }
    } catch (error) {
      throw await fileError(error, this.target, 'write')
    }
  }
}
