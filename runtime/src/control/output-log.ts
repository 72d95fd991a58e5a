import type { OutputLine } from './protocol.ts'

/** Consecutive lines of one job, as one notification carries them. */
export interface OutputBatch {
  readonly job: number
  readonly lines: readonly OutputLine[]
  /** Number of the last line, counted from 1 over all jobs of the process. */
  readonly sequence: number
  /** Size of the lines as `sizeOf` counts it, bytes. */
  readonly bytes: number
}

interface Chunk extends OutputBatch {
  /** Number of the first line. */
  readonly first: number
}

const CHUNK_LINES = 1_000
const CHUNK_BYTES = 128 * 1024
/** What a line costs beside its text: the JSON around it. */
const LINE_OVERHEAD = 64

const sizeOf = (line: OutputLine) => line.text.length + LINE_OVERHEAD

/**
 * The last lines that the jobs of this process printed, for clients that come late or read slowly. It keeps at most
 * `maxLines` and `maxBytes` (to the next chunk of 1,000 lines or 128 KiB), and whatever comes after `hold`.
 */
export class OutputLog {
  /** Lines after this number are kept whatever the limits say: someone is owed them. */
  hold = Number.POSITIVE_INFINITY
  /** Number of the last line; 0 before the first. */
  last = 0
  /** Size of all lines ever appended, bytes. */
  totalBytes = 0
  /** Size of the lines that can still be read, bytes. */
  keptBytes = 0
  private chunks: Chunk[] = []
  /** Index in `chunks` of the oldest chunk kept. */
  private head = 0
  private readonly maxLines: number
  private readonly maxBytes: number

  constructor(maxLines = 10_000, maxBytes = 4 * 1024 * 1024) {
    this.maxLines = maxLines
    this.maxBytes = maxBytes
  }

  append(job: number, lines: readonly OutputLine[]): void {
    let start = 0
    let bytes = 0
    for (let i = 0; i < lines.length; i++) {
      bytes += sizeOf(lines[i])
      if (i + 1 === lines.length || i + 1 - start >= CHUNK_LINES || bytes >= CHUNK_BYTES) {
        this.push(job, start === 0 && i + 1 === lines.length ? lines : lines.slice(start, i + 1), bytes)
        start = i + 1
        bytes = 0
      }
    }
    this.evict()
  }

  /**
   * Lines after number `after`, of one job, at most about `maxBytes`.
   *
   * @returns undefined when there are none; `lost` is the number of lines after `after` that are no longer kept
   */
  read(after: number, maxBytes: number): (OutputBatch & { readonly lost: number }) | undefined {
    if (after >= this.last || this.head === this.chunks.length) return undefined
    let index = this.indexOf(after + 1)
    const { job } = this.chunks[index]
    const lines: OutputLine[] = []
    let bytes = 0
    let sequence = after
    const lost = Math.max(0, this.chunks[index].first - after - 1)
    for (; index < this.chunks.length; index++) {
      const chunk = this.chunks[index]
      if (chunk.job !== job || (bytes > 0 && bytes + chunk.bytes > maxBytes)) break
      const skip = Math.max(0, after + 1 - chunk.first)
      if (skip === 0) {
        for (const line of chunk.lines) lines.push(line)
        bytes += chunk.bytes
      } else {
        for (let i = skip; i < chunk.lines.length; i++) {
          lines.push(chunk.lines[i])
          bytes += sizeOf(chunk.lines[i])
        }
      }
      sequence = chunk.sequence
    }
    return { job, lines, bytes, sequence, lost }
  }

  /** Drops what neither the limits nor `hold` keep. */
  evict(): void {
    while (this.head < this.chunks.length) {
      const oldest = this.chunks[this.head]
      const over = this.keptBytes > this.maxBytes || this.last - oldest.first + 1 > this.maxLines
      if (!over || oldest.sequence > this.hold || this.head === this.chunks.length - 1) break
      this.keptBytes -= oldest.bytes
      this.head++
    }
    // Moved seldom, but before what was dropped outweighs what is kept.
    if (this.head > 16 && this.head * 2 > this.chunks.length) {
      this.chunks = this.chunks.slice(this.head)
      this.head = 0
    }
  }

  private push(job: number, lines: readonly OutputLine[], bytes: number): void {
    const first = this.last + 1
    this.last += lines.length
    this.totalBytes += bytes
    this.keptBytes += bytes
    this.chunks.push({ job, lines, bytes, first, sequence: this.last })
  }

  /** Index of the first kept chunk that has line number `line` or a later one. */
  private indexOf(line: number): number {
    let low = this.head
    let high = this.chunks.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.chunks[middle].sequence < line) low = middle + 1
      else high = middle
    }
    return low
  }
}
