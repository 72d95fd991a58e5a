import type { OutputLine } from 'millrace/control'

/** A run as everyone in the editor sees it. */
export interface Run {
  readonly file: string
  readonly state: 'building' | 'running' | 'stopping' | 'finished' | 'stopped' | 'cancelled' | 'failed'
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly endedAt?: number
  readonly threads?: number
}

/** How many lines of a run are kept. */
const MOST_LINES = 10_000

/** The latest lines a run has printed; bounded, whatever the job prints. */
export class JobOutput {
  /** Changes when the lines start anew. */
  generation = 0
  run: Run | undefined
  private readonly ring: OutputLine[] = []
  /** Number of lines since the lines started anew. */
  end = 0
  private readonly listeners = new Set<() => void>()

  get first(): number {
    return Math.max(0, this.end - MOST_LINES)
  }

  /** Lines `from` to `to` (exclusive), as far as they are kept. */
  slice(from: number, to: number): OutputLine[] {
    const lines: OutputLine[] = []
    for (let at = Math.max(from, this.first); at < Math.min(to, this.end); at++) lines.push(this.ring[at % MOST_LINES])
    return lines
  }

  add(lines: readonly OutputLine[]): void {
    for (const line of lines) this.ring[this.end++ % MOST_LINES] = line
    this.notify()
  }

  clear(): void {
    this.ring.length = 0
    this.end = 0
    this.generation++
    this.notify()
  }

  setRun(run: Run): void {
    this.run = run
    this.notify()
  }

  /** Calls a function at every change. Returns what ends that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private notify(): void {
    for (const listener of this.listeners) listener()
  }
}
