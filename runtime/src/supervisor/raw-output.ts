import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { OutputLine } from '../control/index.ts'

const TAIL_CHARACTERS = 16 * 1024
/** From here on it is V8 that speaks, for the supervisor and not for the user. */
const FATAL = /^(<--- Last few GCs --->|FATAL ERROR: |# Fatal |#$|Writing Node\.js report )/

/**
 * What a job's process writes past `process.stdout` and `process.stderr`: native code, programs it starts, and V8 when
 * it aborts. Lines are passed on like printed ones; what V8 writes before it aborts is only kept.
 */
export class RawOutput {
  /** The end of the standard error. */
  stderrTail = ''
  readonly ended: Promise<void>
  private fatal = false

  constructor(stdout: Readable, stderr: Readable, deliver: (lines: readonly OutputLine[]) => Promise<void>) {
    let emptyLines = 0
    const stdoutEnded = this.follow(stdout, async (text) => deliver([{ text, stream: 'stdout' }]))
    const stderrEnded = this.follow(stderr, async (text) => {
      this.stderrTail = `${this.stderrTail}${text}\n`.slice(-TAIL_CHARACTERS)
      this.fatal ||= FATAL.test(text)
      if (this.fatal) return
      // V8 begins with empty lines.
      if (text === '') {
        emptyLines++
        return
      }
      const texts = [...Array<string>(emptyLines).fill(''), text]
      emptyLines = 0
      await deliver(texts.map((each) => ({ text: each, stream: 'stderr' })))
    })
    this.ended = Promise.all([stdoutEnded, stderrEnded]).then(() => {})
  }

  private async follow(stream: Readable, line: (text: string) => Promise<void>): Promise<void> {
    stream.on('error', () => {})
    try {
      for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) await line(text)
    } catch {
      // Destroyed with the process.
    }
  }
}
