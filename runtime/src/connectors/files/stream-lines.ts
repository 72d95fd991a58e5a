import type { LineBlock, LineFeed } from './line-feed.ts'
import { LineSplitter } from './line-splitter.ts'

/** UTF-8 bytes that can only be read from their beginning. */
export interface Bytes {
  readonly chunks: AsyncIterable<Uint8Array>
  bytesRead(): number
  close(): void
}

/** The lines of bytes that can only be read from their beginning. A position is a number of lines. */
export class StreamLines implements LineFeed {
  private readonly bytes: Bytes
  private readonly iterator: AsyncIterator<Uint8Array>
  private readonly splitter: LineSplitter
  private toSkip: number
  private done = false
  position: number

  /** @param at the `position` of an earlier feed of the same bytes: as many lines are read and left out */
  constructor(path: string, bytes: Bytes, at = 0) {
    this.bytes = bytes
    this.iterator = bytes.chunks[Symbol.asyncIterator]()
    this.splitter = new LineSplitter(path, true)
    this.toSkip = this.position = at
  }

  get bytesRead(): number {
    return this.bytes.bytesRead()
  }

  async next(): Promise<LineBlock | undefined> {
    while (!this.done) {
      const { done, value } = await this.iterator.next()
      let lines: string[] = []
      if (done) {
        this.done = true
        const last = this.splitter.end()
        if (last !== undefined) lines.push(last)
      } else {
        this.splitter.push(Buffer.from(value.buffer, value.byteOffset, value.byteLength), lines)
      }
      if (this.toSkip > 0) {
        const skipped = Math.min(this.toSkip, lines.length)
        lines = lines.slice(skipped)
        this.toSkip -= skipped
      }
      const before = this.position
      this.position += lines.length
      if (lines.length > 0) return { lines, before }
    }
    return undefined
  }

  async close(): Promise<void> {
    this.done = true
    this.bytes.close()
  }
}
