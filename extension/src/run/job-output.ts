import type { OutputLine } from 'millrace/control'

/** How many lines of a run are kept. */
const MOST_LINES = 10_000
/** How much text of a run is kept, bytes; the last line is kept whatever its length. */
const MOST_BYTES = 8 * 1024 * 1024

/** Bytes of a line's text, two for a character. */
const sizeOf = ({ text }: OutputLine) => 2 * text.length

/** The latest lines a run has printed; bounded, whatever the job prints. */
export class JobOutput {
  /** Changes when the lines start anew. */
  generation = 0
  /** Number of the oldest line that is kept: so many have been dropped. */
  first = 0
  /** Number of lines since the lines started anew. */
  end = 0
  /** Names of the operators that have printed. */
  readonly operators = new Set<string>()
  private readonly ring: (OutputLine | undefined)[] = []
  private bytes = 0
  private lastOperator: string | undefined
  private readonly listeners = new Set<() => void>()

  /** Lines `from` to `to` (exclusive), as far as they are kept. */
  slice(from: number, to: number): OutputLine[] {
    const lines: OutputLine[] = []
    for (let at = Math.max(from, this.first); at < Math.min(to, this.end); at++) lines.push(this.line(at)!)
    return lines
  }

  /** A line by its number, if it is kept. */
  line(number: number): OutputLine | undefined {
    return number >= this.first && number < this.end ? this.ring[number % MOST_LINES] : undefined
  }

  add(lines: readonly OutputLine[]): void {
    const { ring } = this
    let slot = this.end % MOST_LINES
    for (const line of lines) {
      if (this.end - this.first === MOST_LINES) this.dropOldest()
      ring[slot] = line
      slot = slot + 1 === MOST_LINES ? 0 : slot + 1
      this.end++
      this.bytes += sizeOf(line)
      while (this.bytes > MOST_BYTES && this.end - this.first > 1) this.dropOldest()
      // Lines of one operator mostly come together.
      if (line.operatorName !== this.lastOperator) this.noteOperator(line.operatorName)
    }
    this.notify()
  }

  clear(): void {
    this.ring.length = 0
    this.operators.clear()
    this.lastOperator = undefined
    this.first = 0
    this.end = 0
    this.bytes = 0
    this.generation++
    this.notify()
  }

  /** Calls a function at every change. Returns what ends that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private dropOldest(): void {
    const slot = this.first++ % MOST_LINES
    this.bytes -= sizeOf(this.ring[slot]!)
    this.ring[slot] = undefined
  }

  private noteOperator(name: string | undefined): void {
    this.lastOperator = name
    if (name !== undefined) this.operators.add(name)
  }

  private notify(): void {
    for (const listener of this.listeners) listener()
  }
}
