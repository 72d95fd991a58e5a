import { createReadStream } from 'node:fs'
import type { LineBlock } from './line-feed.ts'

const LF = 10

/**
 * The number of a line in its file, counted from 1. A reader that began in the middle of a file does not know it: the
 * lines before are then counted, once, for the error message.
 *
 * @param index of the line in its block
 */
export async function lineNumber(path: string, block: LineBlock, index: number): Promise<number> {
  const { before, offset = 0 } = block
  if (before !== undefined) return before + index + 1
  let lines = 0
  if (offset > 0) {
    for await (const chunk of createReadStream(path, { end: offset - 1 })) {
      for (let at = chunk.indexOf(LF); at >= 0; at = chunk.indexOf(LF, at + 1)) lines++
    }
  }
  return lines + index + 1
}
