import { createStore } from 'zustand/vanilla'
import {
  type FromOutput,
  type host,
  type OutputFilter,
  type PanelLine,
  type RowsMessage,
  searchExpression,
  type ToOutput,
} from '../../shared/index.ts'
import { follow, missing, noRows, type OutputRows, withoutDropped, withRows } from './output-rows.ts'

/** How many rows are asked for before the view has been measured, and beyond what is in view. */
const AHEAD = 60

export interface OutputState {
  readonly output: OutputRows
  /** The rest of what the host has said last; undefined before it has said anything. */
  readonly told: Omit<RowsMessage, 'rows' | 'from'> | undefined
  readonly filter: OutputFilter
  readonly wrap: boolean
  /** The end as it was when somebody began to read. */
  readonly pausedAt: number
  /** What is searched for; undefined: nobody searches. */
  readonly find: string | undefined
  /** Where the search is. */
  readonly current: { readonly row: number; readonly nth: number } | undefined
  /** What is highlighted. */
  readonly marked: RegExp | undefined
  /** Rows that are shown to their end. */
  readonly whole: ReadonlyMap<number, PanelLine>
}

/** What is there again after the page was hidden. */
type Kept = Pick<OutputState, 'filter' | 'wrap'>

const everything: OutputFilter = { text: '', stream: 'all' }

/** Pulls rows from the host: the last ones while it follows, those in view while somebody reads. */
export class OutputReader {
  readonly store
  private readonly host: ReturnType<typeof host<FromOutput, ToOutput>>
  private view = { from: 0, to: AHEAD }
  /** The host has been asked, and there is more to ask for. */
  private asked = false
  private again = false
  /** A step of the search that waits until the host knows what is searched for. */
  private step: 1 | -1 | undefined

  constructor(from: ReturnType<typeof host<FromOutput, ToOutput>>) {
    this.host = from
    const { filter = everything, wrap = false } = (from.state() ?? {}) as Partial<Kept>
    this.store = createStore<OutputState>(() => ({
      output: noRows,
      told: undefined,
      filter,
      wrap,
      pausedAt: 0,
      find: undefined,
      current: undefined,
      marked: undefined,
      whole: new Map(),
    }))
    from.onMessage((message) => this.receive(message))
    this.pull()
  }

  post(message: FromOutput): void {
    this.host.post(message)
  }

  filterBy(change: Partial<OutputFilter>): void {
    this.store.setState(({ filter }) => ({ filter: { ...filter, ...change } }))
    this.keep()
    this.pull()
  }

  showEverything(): void {
    this.filterBy({ text: '', operator: undefined, stream: 'all' })
  }

  setWrap(wrap: boolean): void {
    this.store.setState({ wrap })
    this.keep()
  }

  follow(following: boolean): void {
    const { output } = this.store.getState()
    if (output.following === following) return
    this.store.setState({ output: follow(output, following), pausedAt: output.hostEnd })
    if (following) this.pull()
  }

  /** Searches; undefined ends that. */
  find(text: string | undefined): void {
    this.store.setState({ find: text, current: undefined, marked: text === undefined ? undefined : expressionOf(text) })
    this.pull()
  }

  /** Goes to the next place that has the searched text, or the one before. */
  next(direction: 1 | -1): void {
    if (this.asked) {
      this.step = direction
      return
    }
    const { output, current } = this.store.getState()
    // The first search begins with what is in view.
    const row = current?.row ?? (direction > 0 ? this.view.from - 1 : this.view.to)
    this.post({ type: 'next', epoch: output.epoch, row, direction })
  }

  /** Says which rows are in view. */
  look(from: number, to: number): void {
    this.view = { from, to }
    const { output } = this.store.getState()
    const kept = withoutDropped(output, this.view)
    if (kept !== output) this.store.setState({ output: kept })
    else if (missing(output, this.view)) this.pull()
  }

  /** Shows a row to its end, or cut. */
  setWhole(row: number, shown: boolean): void {
    const { output, whole } = this.store.getState()
    if (shown) {
      this.post({ type: 'whole', epoch: output.epoch, row })
      return
    }
    const rest = new Map(whole)
    rest.delete(row)
    this.store.setState({ whole: rest })
  }

  private receive(message: ToOutput): void {
    const { output, whole } = this.store.getState()
    if (message.type === 'changed') {
      this.pull()
    } else if (message.type === 'rows') {
      this.asked = false
      this.take(message)
      if (this.again || this.wanted()) this.pull()
      else if (this.step) {
        this.next(this.step)
        this.step = undefined
      }
    } else if (message.epoch === output.epoch && message.type === 'whole') {
      this.store.setState({ whole: new Map(whole).set(message.row, message.line) })
    } else if (message.epoch === output.epoch && message.type === 'found') {
      const { row, nth } = message
      const around = row >= output.first && row < output.end ? output : follow(output, true)
      const pausedAt = output.following ? output.hostEnd : this.store.getState().pausedAt
      this.store.setState({ current: { row, nth }, output: follow(around, false), pausedAt })
    }
  }

  private take({ rows, from, ...told }: RowsMessage): void {
    const { output, current, whole, find } = this.store.getState()
    const same = told.epoch === output.epoch
    const next = withRows(output, { ...told, rows, from }, this.view)
    this.store.setState({
      output: withoutDropped(next, this.view),
      told,
      current: same ? current : undefined,
      whole: same ? whole : new Map(),
      // An expression that takes too long in the host would do so here.
      marked: find === undefined || told.found?.problem ? undefined : expressionOf(find),
    })
  }

  /** What is in view and missing: only for somebody who reads, since whoever follows gets the last rows anyway. */
  private wanted(): { from: number; to: number } | undefined {
    const { output } = this.store.getState()
    return output.following ? undefined : missing(output, this.view)
  }

  private pull(): void {
    this.again = this.asked
    if (this.asked) return
    this.asked = true
    const { output, filter, find } = this.store.getState()
    const pull = { type: 'pull' as const, filter, find, epoch: output.epoch }
    const most = this.view.to - this.view.from + AHEAD
    if (output.following) {
      const hasLast = output.rows.has(output.end - 1) && !missing(output, this.view)
      this.post({ ...pull, from: hasLast ? output.end : output.first, most })
    } else {
      const { from, to } = this.wanted() ?? { from: 0, to: 0 }
      this.post({ ...pull, from, to, most: to - from })
    }
  }

  private keep(): void {
    const { filter, wrap } = this.store.getState()
    this.host.keep({ filter, wrap } satisfies Kept)
  }
}

function expressionOf(text: string): RegExp | undefined {
  try {
    return searchExpression(text)?.expression
  } catch {
    return undefined
  }
}
