import { END, type End, type SourceReader } from '../source.ts'
import { openBytes } from './byte-stream.ts'
import type { FileRange, FileShare } from './file-ranges.ts'
import type { LineBlock, LineFeed } from './line-feed.ts'
import { RangeLines } from './range-lines.ts'
import { StreamLines } from './stream-lines.ts'

/** Plain data. */
export interface LinesPosition {
  /** Index of the range that is being read. */
  readonly range: number
  /** The position of its feed. */
  readonly at?: number
}

/** Reads the lines of an instance's file ranges, one range after the other, and makes records of them. */
export class LinesReader<T> implements SourceReader<T, LinesPosition> {
  private readonly ranges: readonly FileRange[]
  private readonly encoding: string
  private readonly toRecords: (block: LineBlock, range: FileRange) => readonly T[] | Promise<readonly T[]>
  private readonly bytes: number
  private range = 0
  private at: number | undefined
  private feed: LineFeed | undefined
  private bytesBefore = 0

  constructor(
    shares: readonly FileShare[],
    encoding: string,
    toRecords: (block: LineBlock, range: FileRange) => readonly T[] | Promise<readonly T[]>,
  ) {
    this.ranges = shares.flat()
    this.encoding = encoding
    this.toRecords = toRecords
    this.bytes = this.ranges.reduce((sum, range) => sum + range.end - range.start, 0)
  }

  poll(): readonly T[] | End | Promise<readonly T[] | End> {
    const block = this.feed?.next()
    if (block !== undefined && !(block instanceof Promise)) {
      const records = this.toRecords(block, this.ranges[this.range])
      if (records instanceof Promise || records.length > 0) return records
      return this.wait()
    }
    return this.wait(block)
  }

  private async wait(first?: Promise<LineBlock | undefined>): Promise<readonly T[] | End> {
    let next: LineBlock | undefined | Promise<LineBlock | undefined> = first
    while (this.range < this.ranges.length) {
      const range = this.ranges[this.range]
      this.feed ??= openFeed(range, this.encoding, this.at)
      const block: LineBlock | undefined = await (next ?? this.feed.next())
      next = undefined
      if (block === undefined) {
        await this.feed.close()
        this.feed = undefined
        this.at = undefined
        this.bytesBefore += range.end - range.start
        this.range++
        continue
      }
      const records = await this.toRecords(block, range)
      if (records.length > 0) return records
    }
    return END
  }

  snapshot(): LinesPosition {
    const at = this.feed ? this.feed.position : this.at
    return at === undefined ? { range: this.range } : { range: this.range, at }
  }

  restore(position: LinesPosition): void {
    this.range = position.range
    this.at = position.at
    this.bytesBefore = this.ranges.slice(0, position.range).reduce((sum, range) => sum + range.end - range.start, 0)
  }

  progress(): number {
    if (this.bytes === 0) return this.range < this.ranges.length ? 0 : 1
    return Math.min((this.bytesBefore + (this.feed?.bytesRead ?? 0)) / this.bytes, 1)
  }

  async close(): Promise<void> {
    await this.feed?.close()
  }
}

function openFeed(range: FileRange, encoding: string, at: number | undefined): LineFeed {
  if (!range.whole) return new RangeLines(range, at)
  return new StreamLines(range.path, openBytes(range.path, encoding), at)
}
