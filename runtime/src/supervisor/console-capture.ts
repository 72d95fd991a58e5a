import { StringDecoder } from 'node:string_decoder'
import type { OutputLine } from '../control/index.ts'

/** Text without an end of line is passed on in pieces of at most this many characters. */
const LONGEST_LINE = 1024 * 1024

interface Taken {
  /** Passes on what has no end of line yet. */
  flush(): void
}

/**
 * Takes what this thread writes to `process.stdout` and `process.stderr` (that is where the console writes), line by
 * line. What is written past them, to the file descriptors, still goes where those go.
 *
 * @param print returns a promise when no more should be written for the time being
 */
export function captureConsole(print: (lines: readonly OutputLine[]) => void | Promise<void>): Taken {
  const stdout = capture('stdout', print)
  const stderr = capture('stderr', print)
  return {
    flush() {
      stdout.flush()
      stderr.flush()
    },
  }
}

function capture(stream: 'stdout' | 'stderr', print: (lines: readonly OutputLine[]) => void | Promise<void>): Taken {
  const target = process[stream]
  const decoder = new StringDecoder('utf8')
  let partial = ''
  const pass = (texts: readonly string[]) => print(texts.map((text) => ({ text, stream })))

  target.write = (chunk: string | Uint8Array, encodingOrDone?: unknown, done?: unknown): boolean => {
    const encoding = typeof encodingOrDone === 'string' ? (encodingOrDone as BufferEncoding) : 'utf8'
    const finished = typeof encodingOrDone === 'function' ? encodingOrDone : done
    const plain = typeof chunk === 'string' && (encoding === 'utf8' || (encoding as string) === 'utf-8')
    const text = plain ? chunk : decoder.write(Buffer.from(chunk as string, encoding))
    const lines = (partial + text).split('\n')
    partial = lines.pop()!
    if (partial.length > LONGEST_LINE) {
      lines.push(partial)
      partial = ''
    }
    const wait = lines.length > 0 ? pass(lines) : undefined
    void wait?.then(() => target.emit('drain'))
    if (typeof finished === 'function') process.nextTick(() => finished(null))
    return wait === undefined
  }

  return {
    flush() {
      if (partial !== '') void pass([partial])
      partial = ''
    },
  }
}
