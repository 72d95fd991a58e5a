import type { JobMetrics, JobStatus, OutputLine, TableContent } from '../control/index.ts'
import { LiveArea } from './live-area.ts'
import { type GraphShape, progressLines } from './progress.ts'
import { alignColumns } from './text-width.ts'

export interface ViewOptions {
  readonly stdout: NodeJS.WriteStream
  readonly stderr: NodeJS.WriteStream
  /** Whether lines of operators with several instances begin with `Name[1] `. Default: on a terminal. */
  readonly prefix?: boolean
}

/** Shortest time between two drawings of the live lines. */
const REDRAW_MS = 200

/**
 * What `run` shows. Lines of the job go to where they were printed, unchanged when that is no terminal. On a terminal
 * the progress and the tables stand below them and are redrawn; otherwise each table is printed once, at the end.
 */
export class ConsoleView {
  private readonly stdout: NodeJS.WriteStream
  private readonly stderr: NodeJS.WriteStream
  private readonly prefix: boolean
  private readonly live: LiveArea | undefined
  private readonly tables = new Map<string, TableContent>()
  private progress: readonly string[] = []
  private drawTimer: NodeJS.Timeout | undefined
  private drawnAt = 0
  private shape: GraphShape | undefined
  private before: JobMetrics | undefined
  private closed = false
  private release: () => void = () => {}
  /** Node revives a standard output that broke: whether there is room in it says nothing any more. */
  private readonly stdoutGone = new Promise<void>((resolve) => {
    this.release = resolve
  })

  constructor(options: ViewOptions) {
    this.stdout = options.stdout
    this.stderr = options.stderr
    this.prefix = options.prefix ?? this.stdout.isTTY === true
    this.live = this.stderr.isTTY ? new LiveArea(this.stderr) : undefined
  }

  /** Whether there is somewhere to show progress. */
  get isLive(): boolean {
    return this.live !== undefined
  }

  /** Writes lines; the promise settles when there is room for more. */
  async lines(lines: readonly OutputLine[], lost: number): Promise<void> {
    this.above(() => {
      if (lost > 0) this.stderr.write(`(${lost.toLocaleString('en')} lines are missing here)\n`)
      for (let start = 0; start < lines.length; ) {
        const { stream } = lines[start]
        let end = start
        while (end < lines.length && lines[end].stream === stream) end++
        const text = lines.slice(start, end).map((line) => `${this.label(line)}${line.text}\n`)
        this.write(stream, text.join(''))
        start = end
      }
    })
    await Promise.race([drained(this.stdout), this.stdoutGone])
    await drained(this.stderr)
  }

  table(table: TableContent): void {
    const key = `${table.job} ${table.operatorId}`
    this.tables.set(key, table)
    if (table.final) this.finishTable(key, table)
    else if (this.stdout.isTTY) this.redraw()
  }

  /** The running job and its operators; undefined when none runs. */
  job(status: JobStatus | undefined, shape?: GraphShape): void {
    this.shape = shape
    this.before = undefined
    if (status && shape) return
    this.progress = []
    this.draw()
  }

  metrics(metrics: JobMetrics): void {
    if (!this.shape) return
    this.progress = progressLines(this.shape, metrics, this.before)
    this.before = metrics
    this.redraw()
  }

  /** A remark of the command itself. */
  note(text: string): void {
    this.above(() => this.stderr.write(text))
  }

  /** Nothing more is written to the standard output: its reader has gone. */
  stdoutClosed(): void {
    this.closed = true
    this.release()
  }

  /** Takes the live lines away, and prints tables that were not final: what a job had when it ended. */
  end(): void {
    clearTimeout(this.drawTimer)
    this.drawTimer = undefined
    this.progress = []
    for (const [key, table] of [...this.tables]) this.finishTable(key, table)
    this.live?.clear()
  }

  private finishTable(key: string, table: TableContent): void {
    this.tables.delete(key)
    const text = tableLines(table).map((line) => `${line}\n`)
    this.above(() => this.write('stdout', text.join('')))
    this.redraw()
  }

  private label({ operatorName, instance, parallelism }: OutputLine): string {
    return this.prefix && operatorName !== undefined && (parallelism ?? 1) > 1 ? `${operatorName}[${instance}] ` : ''
  }

  private write(stream: 'stdout' | 'stderr', text: string): void {
    if (stream === 'stderr' || !this.closed) this[stream].write(text)
  }

  private above(write: () => void): void {
    if (this.live) this.live.writeAbove(write)
    else write()
  }

  /** At most every 200 ms, and then what is latest. */
  private redraw(): void {
    if (!this.live || this.drawTimer) return
    const wait = Math.max(0, this.drawnAt + REDRAW_MS - performance.now())
    this.drawTimer = setTimeout(() => this.draw(), wait)
    this.drawTimer.unref()
  }

  private draw(): void {
    clearTimeout(this.drawTimer)
    this.drawTimer = undefined
    this.drawnAt = performance.now()
    const tables = this.stdout.isTTY ? [...this.tables.values()].flatMap(tableLines) : []
    this.live?.show([...tables, ...this.progress])
  }
}

function tableLines({ columns, rows }: TableContent): string[] {
  return alignColumns([columns, ...rows], true)
}

/** Resolves when a stream takes more, or nothing ever again. */
function drained(stream: NodeJS.WriteStream): Promise<void> {
  if (!stream.writableNeedDrain) return Promise.resolve()
  return new Promise((resolve) => {
    const events = ['drain', 'close', 'error']
    const done = () => {
      for (const event of events) stream.off(event, done)
      resolve()
    }
    for (const event of events) stream.on(event, done)
  })
}
