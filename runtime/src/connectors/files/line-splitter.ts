import { isAscii } from 'node:buffer'
import { connectorError } from '../connector-error.ts'

const LF = 10
const CR = 13

/** Longest line that is read, in bytes: a file without line ends must not fill the memory. */
export const LONGEST_LINE = 256 * 1024 * 1024

/**
 * Cuts UTF-8 bytes that arrive in chunks into lines. A line ends with LF or CRLF; a CR elsewhere belongs to the line.
 *
 * Each line is decoded by itself, into a string of its own: a line that is kept then does not keep the chunk it was in.
 */
export class LineSplitter {
  private readonly path: string
  /** Pieces of the line that has begun and not ended. */
  private carry: Buffer[] = []
  private carryLength = 0
  /** Whether the next line is the first of its file, whose byte order mark is no part of it. */
  private first: boolean

  constructor(path: string, atStart: boolean) {
    this.path = path
    this.first = atStart
  }

  /** Bytes of the line that has begun and not ended. */
  get carried(): number {
    return this.carryLength
  }

  /** Appends the lines that end in `bytes` to `lines`. Keeps no reference to `bytes`. */
  push(bytes: Buffer, lines: string[]): void {
    let start = 0
    let end = bytes.indexOf(LF)
    if (this.carryLength > 0 && end >= 0) {
      this.keep(bytes.subarray(0, end))
      lines.push(this.takeCarry(true))
      start = end + 1
      end = bytes.indexOf(LF, start)
    }
    if (end >= 0) {
      if (this.first && startsWithMark(bytes)) start = 3
      this.first = false
      // The quicker decoder, where it gives the same.
      const encoding = isAscii(bytes.subarray(start)) ? 'latin1' : 'utf8'
      do {
        const last = end > start && bytes[end - 1] === CR ? end - 1 : end
        lines.push(bytes.toString(encoding, start, last))
        start = end + 1
        end = bytes.indexOf(LF, start)
      } while (end >= 0)
    }
    if (start < bytes.length) this.keep(bytes.subarray(start))
  }

  /** The last line, when its line end is missing. */
  end(): string | undefined {
    if (this.carryLength === 0) return undefined
    const onlyMark = this.first && this.carryLength === 3
    const line = this.takeCarry(false)
    return onlyMark && line === '' ? undefined : line
  }

  private keep(bytes: Buffer): void {
    this.carryLength += bytes.length
    if (this.carryLength > LONGEST_LINE) {
      throw connectorError({
        message: `cannot read ${this.path}: it has a line of more than ${LONGEST_LINE / 1024 / 1024} MB`,
        file: this.path,
        cure: 'Is it a text file? Lines end with a line feed.',
      })
    }
    if (bytes.length > 0) this.carry.push(Buffer.from(bytes))
  }

  private takeCarry(ended: boolean): string {
    const bytes = this.carry.length === 1 ? this.carry[0] : Buffer.concat(this.carry)
    this.carry = []
    this.carryLength = 0
    const start = this.first && startsWithMark(bytes) ? 3 : 0
    this.first = false
    const { length } = bytes
    return bytes.toString('utf8', start, ended && bytes[length - 1] === CR ? length - 1 : length)
  }
}

function startsWithMark(bytes: Buffer): boolean {
  return bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}
