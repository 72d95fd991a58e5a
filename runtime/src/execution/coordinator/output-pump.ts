import type { OutputLine } from '../../control/index.ts'
import { type LineAssembler, OutputReader } from '../output/index.ts'

/** Pieces read from one thread before the next has its turn. */
const TURN = 256

/**
 * Carries what the threads print to whoever listens. While the listener is busy nothing is read, so the threads wait.
 */
export class OutputPump {
  private readonly readers: readonly OutputReader[]
  private readonly assembler: LineAssembler
  private readonly print: (lines: readonly OutputLine[]) => void | Promise<void>
  private running: Promise<void> | undefined
  private again = false

  constructor(
    memories: readonly SharedArrayBuffer[],
    assembler: LineAssembler,
    print: (lines: readonly OutputLine[]) => void | Promise<void>,
  ) {
    this.readers = memories.map((memory) => new OutputReader(memory))
    this.assembler = assembler
    this.print = print
  }

  /** There is something to read, or there may be. */
  pump(): void {
    this.again = true
    this.running ??= this.run().finally(() => {
      this.running = undefined
    })
  }

  /** Reads what is left, and ends lines that have no end. */
  async finish(): Promise<void> {
    this.pump()
    await this.running
    const rest = this.assembler.rest()
    if (rest.length > 0) await this.print(rest)
  }

  private async run(): Promise<void> {
    while (this.again) {
      this.again = false
      for (const reader of this.readers) {
        const pieces = reader.read(TURN)
        if (pieces.length === 0) continue
        this.again = true
        const lines = this.assembler.lines(pieces)
        const wait = lines.length > 0 ? this.print(lines) : undefined
        if (wait !== undefined) await wait
      }
      // Messages, timers and clients have their turn between two rounds.
      if (this.again) await new Promise((resolve) => setImmediate(resolve))
    }
  }
}
