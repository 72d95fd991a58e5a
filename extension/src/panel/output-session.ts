import type { FromOutput, OutputFilter, PanelPlace, RowsMessage, ToOutput } from 'millrace-webview/shared'
import type { JobOutput } from '../run/index.ts'
import { filterTest, type LineTest, textTest, visibleText } from './output-filter.ts'
import { OutputRows } from './output-rows.ts'
import { folderOf, type OutputRuns, panelRun } from './output-runs.ts'
import { PanelLines } from './panel-line.ts'

/** Shortest time between two messages that there is something new, milliseconds. */
const PING_MS = 100
/** Most rows of one message. */
const PAGE = 500

/** What the view needs of the window it is in. */
export interface OutputWindow {
  post(message: ToOutput): void
  /** Whether the page can be seen: a hidden one gets no messages. */
  visible(): boolean
  copy(text: string): void
  copyAll(): void
  saveAs(): void
  open(place: PanelPlace): void
  openUrl(url: string): void
  runJob(): void
  /** Calls the function that a run failed in again, under the debugger. */
  debugRecord(run: number): void
}

/** One page of the view "Output": what it filters and searches, and its answers. */
export class OutputSession {
  private readonly runs: OutputRuns
  private readonly window: OutputWindow
  private readonly lines = new PanelLines()
  /** What the page was last told the row numbers of. */
  private epoch = 0
  private rows: OutputRows | undefined
  private found: OutputRows | undefined
  private filterProblem: string | undefined
  private findProblem: string | undefined
  /** What `rows` and `found` were made for. */
  private rowsOf: { output: JobOutput; generation: number; filter: OutputFilter } | undefined
  private findText = ''
  private timer: NodeJS.Timeout | undefined
  private pingedAt = Number.NEGATIVE_INFINITY
  /** The page knows that there is something new, and has not asked yet. */
  private told = false
  private unsubscribe: (() => void)[] = []

  constructor(runs: OutputRuns, window: OutputWindow) {
    this.runs = runs
    this.window = window
    this.unsubscribe.push(runs.onChange(() => this.runsChanged()))
    this.follow(runs.shown?.output)
  }

  /** Tells the page that there is something new, unless it cannot be seen or knows. */
  ping(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    if (this.told || !this.window.visible()) return
    this.told = true
    this.pingedAt = performance.now()
    this.window.post({ type: 'changed' })
  }

  /** The page is there again after it was hidden, when it may have missed what it was told. */
  shown(): void {
    this.told = false
    this.ping()
  }

  async receive(message: FromOutput): Promise<void> {
    const { window, runs } = this
    switch (message.type) {
      case 'pull':
        this.told = false
        this.look(message.filter, message.find ?? '')
        return window.post(await this.answer(message))
      case 'next': {
        const next = message.epoch === this.epoch && this.next(message.row, message.direction)
        if (next) window.post({ type: 'found', epoch: this.epoch, ...next })
        return
      }
      case 'whole': {
        const line = message.epoch === this.epoch ? this.keptLine(message.row) : undefined
        if (!line || !runs.shown) return
        const whole = await this.lines.lineOf(line, folderOf(runs.shown), true)
        return window.post({ type: 'whole', epoch: message.epoch, row: message.row, line: whole })
      }
      case 'copy':
        if (message.epoch === this.epoch) window.copy(this.textOf(message.from, message.to))
        return
      case 'show': {
        const run = runs.all.find(({ id }) => id === message.run)
        if (run) runs.show(run)
        return
      }
      case 'debugRecord':
        return window.debugRecord(message.run)
      case 'open':
        return window.open(message.place)
      case 'openUrl':
        return window.openUrl(message.url)
      default:
        return window[message.type]()
    }
  }

  dispose(): void {
    clearTimeout(this.timer)
    for (const stop of this.unsubscribe) stop()
  }

  private runsChanged(): void {
    this.follow(this.runs.shown?.output)
    this.changed()
  }

  /** Only the shown run's lines are news. */
  private follow(output: JobOutput | undefined): void {
    const [ofRuns, ...ofOutput] = this.unsubscribe
    for (const stop of ofOutput) stop()
    this.unsubscribe = output ? [ofRuns, output.onChange(() => this.changed())] : [ofRuns]
  }

  private changed(): void {
    this.timer ??= setTimeout(() => this.ping(), Math.max(0, this.pingedAt + PING_MS - performance.now()))
  }

  /** Has the rows of this filter, and what is found in them, up to date. */
  private look(filter: OutputFilter, find: string): void {
    const output = this.runs.shown?.output
    const known = this.rowsOf
    const same =
      output === known?.output &&
      (!output || (output.generation === known?.generation && sameFilter(filter, known.filter)))
    if (!same || this.epoch === 0) {
      this.epoch++
      this.rowsOf = output && { output, generation: output.generation, filter }
      const [test, problem] = attempt(() => filterTest(filter))
      this.filterProblem = problem
      this.rows = output && new OutputRows(output, test)
      this.findText = ''
      this.found = undefined
    }
    this.rows?.update()
    if (find !== this.findText) this.search(filter, find)
    this.found?.update()
  }

  private search(filter: OutputFilter, find: string): void {
    const output = this.runs.shown?.output
    this.findText = find
    const [test, problem] = attempt(() => textTest(find))
    this.findProblem = problem
    const [passes] = attempt(() => filterTest(filter))
    this.found = output && test && new OutputRows(output, passes ? both(passes, test) : test)
  }

  private async answer({ epoch, from, to, most }: Extract<FromOutput, { type: 'pull' }>): Promise<RowsMessage> {
    const { rows, runs } = this
    const { shown } = runs
    const { first = 0, end: last = 0 } = rows ?? {}
    const end = Math.min((epoch === this.epoch ? to : undefined) ?? last, last)
    const start = Math.max(epoch === this.epoch ? from : 0, first, end - Math.min(most, PAGE))
    const message = {
      type: 'rows' as const,
      epoch: this.epoch,
      from: start,
      first,
      end: last,
      kept: shown ? shown.output.end - shown.output.first : 0,
      dropped: shown?.output.first ?? 0,
      operators: [...(shown?.output.operators ?? [])],
      problem: this.filterProblem ?? rows?.problem,
      found: this.foundSoFar(),
      run: shown && panelRun(shown),
      runs: runs.all.map(panelRun).sort((a, b) => b.startedAt - a.startedAt),
    }
    const lines = Array.from({ length: Math.max(0, end - start) }, (_, index) => this.keptLine(start + index)!)
    const folder = shown ? folderOf(shown) : ''
    return { ...message, rows: await Promise.all(lines.map((line) => this.lines.lineOf(line, folder))) }
  }

  private foundSoFar(): RowsMessage['found'] {
    if (this.findText === '') return undefined
    const { found, findProblem } = this
    return { count: found ? found.end - found.first : 0, problem: findProblem ?? found?.problem }
  }

  /** The next row after one, or before it, that has the searched text, round to the other end after the last one. */
  private next(row: number, direction: 1 | -1): { row: number; nth: number } | undefined {
    const { rows, found } = this
    if (!rows || !found) return undefined
    rows.update()
    found.update()
    const count = found.end - found.first
    if (count === 0) return undefined
    const line = row < rows.first ? -1 : row < rows.end ? rows.lineOf(row) : Number.POSITIVE_INFINITY
    const at = found.rowAt(line)
    const here = at < found.end && found.lineOf(at) === line
    const index = at - found.first + (direction < 0 ? -1 : here ? 1 : 0)
    const round = (index + count) % count
    return { row: rows.rowAt(found.lineOf(found.first + round)), nth: round + 1 }
  }

  private textOf(from: number, to: number): string {
    const { rows } = this
    if (!rows) return ''
    const texts: string[] = []
    for (let row = Math.max(from, rows.first); row < Math.min(to, rows.end); row++) {
      // A row that was dropped since has no line any more.
      const line = this.keptLine(row)
      if (line) texts.push(visibleText(line.text))
    }
    return texts.join('\n')
  }

  private keptLine(row: number) {
    const { rows, rowsOf } = this
    return rows && row >= rows.first && row < rows.end ? rowsOf?.output.line(rows.lineOf(row)) : undefined
  }
}

function sameFilter(a: OutputFilter, b: OutputFilter): boolean {
  return a.text === b.text && a.operator === b.operator && a.stream === b.stream
}

const both =
  (filter: LineTest, test: LineTest): LineTest =>
  (lines) => {
    const found = test(lines)
    return filter(lines).map((passes, index) => passes && found[index])
  }

/** The value, or what a person has to read about why there is none. */
function attempt<T>(make: () => T): [T | undefined, string | undefined] {
  try {
    return [make(), undefined]
  } catch (error) {
    return [undefined, (error as Error).message]
  }
}
