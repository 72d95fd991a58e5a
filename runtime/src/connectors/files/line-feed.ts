/** Some lines that follow one another, at least one. */
export interface LineBlock {
  readonly lines: string[]
  /** Byte of the file at which the first line begins, where that is known. */
  readonly offset?: number
  /** Lines of the file before the first, where that is known. */
  readonly before?: number
}

/** Gives the lines of one file or part of a file, a block at a time. */
export interface LineFeed {
  /** The next lines, or undefined after the last. Not called again before its promise has settled. */
  next(): LineBlock | undefined | Promise<LineBlock | undefined>
  /** Where the next line begins, for a new feed to go on from; undefined before the first. */
  readonly position: number | undefined
  /** Bytes of the file that have been read. */
  readonly bytesRead: number
  close(): Promise<void>
}
