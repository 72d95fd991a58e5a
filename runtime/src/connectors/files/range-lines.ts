import { type FileHandle, open } from 'node:fs/promises'
import { fileError } from './file-error.ts'
import type { FileRange } from './file-ranges.ts'
import type { LineBlock, LineFeed } from './line-feed.ts'
import { LineSplitter } from './line-splitter.ts'

const LF = 10
const CHUNK = 64 * 1024
/** How much is read at a time of the line that goes on behind the range. */
const TAIL_CHUNK = 4 * 1024

/**
 * The lines of a file whose first byte lies in a range of bytes. Ranges that cover a file without overlap hence give
 * each line once, wherever they are cut. Reads one chunk ahead.
 *
 * A position is the byte at which a line begins.
 */
export class RangeLines implements LineFeed {
  private readonly range: FileRange
  private readonly splitter: LineSplitter
  private handle: FileHandle | undefined
  /** Whether the line that was begun in the range before is still to be skipped. */
  private skipping: boolean
  private done: boolean
  /** Byte up to which chunks were taken. */
  private taken: number
  /** Byte up to which chunks were read or are being read. */
  private requested: number
  private buffer: Buffer | undefined
  private spare: Buffer | undefined
  private reading: Promise<void> | undefined
  /** Bytes in `buffer`, once they have arrived; 0 at the end of the file. */
  private arrived: number | undefined
  private failure: { error: unknown } | undefined

  /** @param at the `position` of an earlier feed of the same range */
  constructor(range: FileRange, at?: number) {
    this.range = range
    this.skipping = at === undefined && range.start > 0
    // A range begins with the line after the first line end at or behind the byte before it.
    this.taken = this.requested = at ?? (this.skipping ? range.start - 1 : 0)
    this.splitter = new LineSplitter(range.path, this.taken === 0 && !this.skipping)
    this.done = this.taken >= range.end
  }

  get position(): number | undefined {
    return this.skipping ? undefined : this.taken - this.splitter.carried
  }

  get bytesRead(): number {
    return Math.min(Math.max(this.taken - this.range.start, 0), this.range.end - this.range.start)
  }

  next(): LineBlock | undefined | Promise<LineBlock | undefined> {
    if (this.done) return undefined
    const block = this.arrived === undefined || this.failure ? undefined : this.take()
    return block ?? this.wait()
  }

  private async wait(): Promise<LineBlock | undefined> {
    try {
      while (!this.done) {
        if (this.arrived === undefined) {
          this.handle ??= await open(this.range.path)
          await (this.reading ?? this.read())
        }
        const block = this.take()
        if (block) return block
      }
      return undefined
    } catch (error) {
      throw await fileError(error, this.range.path, 'read')
    }
  }

  private read(): Promise<void> {
    this.buffer ??= Buffer.allocUnsafeSlow(CHUNK)
    const left = this.range.end - this.requested
    const length = left > 0 ? Math.min(left, CHUNK) : TAIL_CHUNK
    this.reading = this.handle!.read(this.buffer, 0, length, this.requested).then(
      ({ bytesRead }) => {
        this.arrived = bytesRead
        this.requested += bytesRead
      },
      (error) => {
        this.arrived = 0
        this.failure = { error }
      },
    )
    return this.reading
  }

  /** Takes the chunk that has arrived, and has the next one read meanwhile. */
  private take(): LineBlock | undefined {
    if (this.failure) throw this.failure.error
    const chunk = this.buffer!.subarray(0, this.arrived)
    this.arrived = undefined
    this.reading = undefined
    ;[this.buffer, this.spare] = [this.spare, this.buffer]
    if (chunk.length > 0 && this.requested < this.range.end) void this.read()
    const offset = this.position
    const lines: string[] = []
    const skipped = this.cut(chunk, lines)
    if (lines.length === 0) return undefined
    return { lines, offset: offset ?? skipped }
  }

  /** Cuts a chunk into lines. Returns the byte at which the range's first line begins, when that is in this chunk. */
  private cut(chunk: Buffer, lines: string[]): number | undefined {
    const { end } = this.range
    const start = this.taken
    this.taken += chunk.length
    if (chunk.length === 0) {
      this.done = true
      this.skipping = false
      const last = this.splitter.end()
      if (last !== undefined) lines.push(last)
      return undefined
    }
    let from = 0
    let first: number | undefined
    if (this.skipping) {
      from = chunk.indexOf(LF) + 1
      if (from === 0 || start + from >= end) {
        this.done = this.taken >= end - 1
        return undefined
      }
      this.skipping = false
      first = start + from
    }
    const inside = Math.max(end - start, 0)
    if (from < inside) this.splitter.push(chunk.subarray(from, inside), lines)
    if (this.taken >= end) {
      const rest = this.splitter.carried > 0 ? chunk.subarray(inside) : undefined
      const lineEnd = rest?.indexOf(LF) ?? -1
      if (rest && lineEnd < 0) this.splitter.push(rest, lines)
      else if (rest) this.splitter.push(rest.subarray(0, lineEnd + 1), lines)
      this.done = rest === undefined || lineEnd >= 0
    }
    return first
  }

  async close(): Promise<void> {
    this.done = true
    await this.reading
    await this.handle?.close()
    this.handle = undefined
  }
}
