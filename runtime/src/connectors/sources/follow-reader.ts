import { type BigIntStats, type FSWatcher, watch } from 'node:fs'
import { type FileHandle, open, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileError, LineSplitter } from '../files/index.ts'
import { END, type End, type ReaderContext, type SourceReader } from '../source.ts'

const CHUNK = 64 * 1024
/** Milliseconds between looks at the file where its folder tells no changes (network drives, links into other folders). */
const SAFETY_CHECK = 1000

/** Plain data. */
export interface FollowPosition {
  /** Which file it is, whatever its name has become. */
  readonly file: string
  /** Byte at which the next line begins. */
  readonly offset: number
}

/**
 * Reads a file that others write to, and goes on with what appears under its name.
 *
 * A renamed file is read until the new one under the name has content: its writer may go on for a while with the old
 * one. A file that became shorter is read from its beginning. In both cases an unfinished last line is given as it is.
 */
export class FollowReader implements SourceReader<string, FollowPosition> {
  private readonly path: string | undefined
  private readonly context: ReaderContext
  private handle: FileHandle | undefined
  private file = ''
  private splitter: LineSplitter
  private offset = 0
  private restored: FollowPosition | undefined
  private readonly buffer = Buffer.allocUnsafeSlow(CHUNK)
  /** Whether the new file under the name has content: what is left of the old one is all there will be. */
  private replaced = false
  /** Whether something happened since the last look. */
  private stirred = false
  /** The last poll found nothing. */
  private idle = false
  private stopped = false
  private watcher: FSWatcher | undefined
  private timer: NodeJS.Timeout | undefined

  /** @param files one absolute path, or none for an instance that has nothing to do */
  constructor(files: readonly string[], context: ReaderContext) {
    this.path = files[0]
    this.context = context
    this.splitter = new LineSplitter(this.path ?? '', true)
  }

  async open(): Promise<void> {
    if (this.path === undefined) return
    const stir = () => {
      this.stirred = true
      this.context.wake()
    }
    const name = basename(this.path)
    try {
      // The folder, since the file itself may be renamed and made anew.
      this.watcher = watch(dirname(this.path), { persistent: false }, (_, changed) => {
        if (changed === null || changed === name) stir()
      })
      this.watcher.on('error', () => this.watcher?.close())
    } catch {
      // No notifications to be had here: the timer alone has to do.
    }
    this.timer = setInterval(stir, SAFETY_CHECK).unref()
  }

  poll(): readonly string[] | End | Promise<readonly string[] | End> {
    if (this.path === undefined || this.stopped) return END
    // Polled without having been woken: there is nothing to look for.
    if (this.idle && !this.stirred) return []
    return this.read(this.path)
  }

  private async read(path: string): Promise<readonly string[] | End> {
    const lines: string[] = []
    try {
      this.handle ??= await this.start(path)
      this.idle = false
      for (;;) {
        if (this.stopped || this.context.signal.aborted) return lines.length > 0 ? lines : END
        this.stirred = false
        const { bytesRead } = await this.handle.read(this.buffer, 0, CHUNK, this.offset)
        this.offset += bytesRead
        this.splitter.push(this.buffer.subarray(0, bytesRead), lines)
        if (lines.length > 0) return lines
        if (bytesRead === 0 && !(await this.goOn(path, lines)) && !this.stirred) {
          this.idle = true
          return lines
        }
      }
    } catch (error) {
      throw await fileError(error, path, 'read')
    }
  }

  /** At the end of the file: looks whether there is another one to read. */
  private async goOn(path: string, lines: string[]): Promise<boolean> {
    const own = await this.handle!.stat({ bigint: true })
    if (own.size < BigInt(this.offset)) {
      this.begin(lines)
      return true
    }
    if (this.replaced) {
      await this.handle!.close()
      this.handle = undefined
      this.handle = await this.openFile(path)
      this.begin(lines)
      return true
    }
    const present = await statIfThere(path)
    this.replaced = present !== undefined && identity(present) !== this.file && present.size > 0n
    return this.replaced
  }

  /** Goes on at the beginning of the file that is open. */
  private begin(lines: string[]): void {
    const unfinished = this.splitter.end()
    if (unfinished !== undefined) lines.push(unfinished)
    this.splitter = new LineSplitter(this.path!, true)
    this.offset = 0
    this.replaced = false
  }

  private async start(path: string): Promise<FileHandle> {
    const handle = await this.openFile(path)
    if (this.restored === undefined) return handle
    const { file, offset } = this.restored
    this.restored = undefined
    if (file === this.file) {
      const { size } = await handle.stat()
      this.goTo(size < offset ? 0 : offset)
      return handle
    }
    const renamed = await findRenamed(dirname(path), file)
    if (renamed === undefined) return handle
    await handle.close()
    const old = await this.openFile(renamed)
    this.goTo(offset)
    return old
  }

  private goTo(offset: number): void {
    this.offset = offset
    this.splitter = new LineSplitter(this.path!, offset === 0)
  }

  private async openFile(path: string): Promise<FileHandle> {
    const handle = await open(path)
    this.file = identity(await handle.stat({ bigint: true }))
    return handle
  }

  snapshot(): FollowPosition {
    return this.restored ?? { file: this.file, offset: this.offset - this.splitter.carried }
  }

  restore(position: FollowPosition): void {
    if (position.file !== '') this.restored = position
  }

  stop(): void {
    this.stopped = true
    this.context.wake()
  }

  async close(): Promise<void> {
    clearInterval(this.timer)
    this.watcher?.close()
    await this.handle?.close()
    this.handle = undefined
  }
}

function identity(stats: BigIntStats): string {
  return `${stats.dev}:${stats.ino}`
}

async function statIfThere(path: string): Promise<BigIntStats | undefined> {
  return stat(path, { bigint: true }).catch((error: NodeJS.ErrnoException) => {
    // Between the renaming of the old file and the making of the new one there is none.
    if (error.code === 'ENOENT' || error.code === 'EBUSY' || error.code === 'EPERM') return undefined
    throw error
  })
}

/** The file of a folder that a position was taken in, under its present name. */
async function findRenamed(folder: string, file: string): Promise<string | undefined> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const stats = await statIfThere(path)
    if (stats?.isFile() && identity(stats) === file) return path
  }
  return undefined
}
