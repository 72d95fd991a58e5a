import { type FileHandle, mkdir, open, rename, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { connectorError } from '../connector-error.ts'
import { fileError } from './file-error.ts'

/** How much text is held back before it is written, in UTF-16 units. */
const BUFFER = 64 * 1024

/** A file that has been written and waits under its `.partial` name for the commit. Plain data. */
export interface FinishedPart {
  /** Absolute, as it is to be. */
  readonly path: string
}

/**
 * A file while it is written: as `NAME.partial`, so that nobody takes it for all there is. A failed write leaves what had
 * been written before.
 */
export class PartFile implements FinishedPart {
  readonly path: string
  readonly openedAt = performance.now()
  /** Records that were appended, and those of them that are in the file. */
  records = 0
  recordsWritten = 0
  /** Bytes that are in the file. */
  bytes = 0
  private handle: FileHandle | undefined
  private text = ''
  private failed = false

  private constructor(path: string, handle: FileHandle) {
    this.path = path
    this.handle = handle
  }

  /** Makes the file, and its folder where that is missing. What an earlier, failed job left under the name is replaced. */
  static async open(path: string): Promise<PartFile> {
    try {
      await mkdir(dirname(path), { recursive: true })
      const present = await stat(path).catch(() => undefined)
      if (present && !present.isFile()) {
        throw connectorError({ message: `cannot write ${path}: it is there, and it is no file`, file: path })
      }
      return new PartFile(path, await open(partialName(path), 'w'))
    } catch (error) {
      throw await fileError(error, path, 'write')
    }
  }

  /** Size with what is still held back, roughly in bytes. */
  get size(): number {
    return this.bytes + this.text.length
  }

  append(text: string): void {
    this.text += text
  }

  /** Whether so much is held back that it is to be flushed. */
  get full(): boolean {
    return this.text.length >= BUFFER
  }

  /** Writes what is held back. */
  async flush(): Promise<void> {
    const { text, records, handle } = this
    if (text === '' || handle === undefined) return
    this.text = ''
    try {
      await handle.appendFile(text)
    } catch (error) {
      this.failed = true
      throw await fileError(error, this.path, 'write')
    }
    this.bytes += Buffer.byteLength(text)
    this.recordsWritten = records
  }

  /** Writes what is held back, down to the disk, and closes the file. */
  async finish(): Promise<FinishedPart> {
    await this.flush()
    try {
      await this.handle?.datasync()
    } catch (error) {
      throw await fileError(error, this.path, 'write')
    }
    await this.close()
    return { path: this.path }
  }

  /** Keeps what can be kept, after a failure. Returns a sentence that says where it is. */
  async abandon(unit: string): Promise<string> {
    if (!this.failed) await this.flush().catch(() => {})
    await this.close()
    const count = this.recordsWritten
    const atLeast = this.failed ? 'at least ' : ''
    const records = `${count.toLocaleString('en-US')} ${unit}${count === 1 ? ' is' : 's are'}`
    return `${atLeast}${records} in ${partialName(this.path)}`
  }

  async close(): Promise<void> {
    const { handle } = this
    this.handle = undefined
    await handle?.close()
  }
}

/** Gives a finished part its name, in the place of what had it before. May be called again after a restart. */
export async function publish({ path }: FinishedPart): Promise<void> {
  try {
    await rename(partialName(path), path)
  } catch (error) {
    const done = (error as NodeJS.ErrnoException).code === 'ENOENT' && (await stat(path).catch(() => undefined))
    if (!done) throw await fileError(error, path, 'write')
  }
}

/** The name of a file while it is written. */
export function partialName(path: string): string {
  return `${path}.partial`
}
