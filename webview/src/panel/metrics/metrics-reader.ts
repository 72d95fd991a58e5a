import { createStore } from 'zustand/vanilla'
import type { FromMetrics, host, MetricsMessage, MetricsSample, ToMetrics } from '../../shared/index.ts'

/** What stays when the view is hidden and shown again. */
interface Kept {
  readonly job?: number
  /** Ids of operators that are not drawn, of the jobs of one file. */
  readonly file?: string
  readonly hidden?: readonly number[]
}

export interface MetricsState {
  /** Undefined: the host has not spoken yet. */
  readonly told?: MetricsMessage
  /** All that is drawn from, the oldest first. */
  readonly samples: readonly MetricsSample[]
  readonly hidden: ReadonlySet<number>
  /** The time at the right edge of the charts, while they stand still; milliseconds since the epoch. */
  readonly pausedAt?: number
  /** The time that the pointer or the keyboard is at, milliseconds since the epoch. */
  readonly cursor?: number
}

/** Gets a job's samples from the host, and holds how somebody looks at them. */
export class MetricsReader {
  readonly store
  private readonly host: ReturnType<typeof host<FromMetrics, ToMetrics>>
  /** Number of the sample after the last one. */
  private end = 0
  private job: number | undefined
  private asked = false
  private again = false

  constructor(theHost: MetricsReader['host']) {
    this.host = theHost
    const { job, hidden = [] } = this.kept
    this.job = job
    this.store = createStore<MetricsState>(() => ({ samples: [], hidden: new Set(hidden) }))
    theHost.onMessage((message) => this.receive(message))
    this.pull()
  }

  post(message: FromMetrics): void {
    this.host.post(message)
  }

  chooseJob(job: number): void {
    this.job = job
    this.keep()
    this.pull()
  }

  /** Charts stand still while samples go on coming, or follow them again. */
  pause(paused: boolean): void {
    this.store.setState({ pausedAt: paused ? this.store.getState().samples.at(-1)?.at : undefined })
  }

  /** Draws an operator's lines, or not. */
  toggle(operator: number): void {
    const hidden = new Set(this.store.getState().hidden)
    if (!hidden.delete(operator)) hidden.add(operator)
    this.hide(hidden)
  }

  /** Draws only one operator's lines; asked again, all. */
  only(operator: number): void {
    const { hidden, told } = this.store.getState()
    const others = (told?.operators ?? []).flatMap(({ id }) => (id === operator ? [] : [id]))
    const alone = !hidden.has(operator) && others.every((id) => hidden.has(id))
    this.hide(new Set(alone ? [] : others))
  }

  showAll(): void {
    this.hide(new Set())
  }

  /** Goes to a time; undefined: back to the newest. */
  moveCursor(cursor: number | undefined): void {
    if (this.store.getState().cursor !== cursor) this.store.setState({ cursor })
  }

  private hide(hidden: ReadonlySet<number>): void {
    this.store.setState({ hidden })
    this.keep()
  }

  private receive(message: ToMetrics): void {
    if (message.type === 'changed') this.pull()
    else this.take(message)
  }

  private take(message: MetricsMessage): void {
    const { told, samples, pausedAt, cursor, hidden } = this.store.getState()
    const { run, job, from, first } = message
    const same = told?.run?.id === run?.id && told?.job === job
    // While somebody looks at what was, it stays.
    const dropped = pausedAt === undefined ? first : Math.min(first, this.end - samples.length)
    const known = same
      ? samples.slice(Math.max(0, dropped - (this.end - samples.length)), from - this.end || undefined)
      : []
    this.end = from + message.samples.length
    this.store.setState({
      told: message,
      samples: [...known, ...message.samples],
      ...(same ? { pausedAt, cursor } : { pausedAt: undefined, cursor: undefined }),
      hidden: run?.file === (told?.run?.file ?? this.kept.file) ? hidden : new Set(),
    })
    this.asked = false
    if (this.again) this.pull()
  }

  private pull(): void {
    this.again = this.asked
    if (this.asked) return
    this.asked = true
    const { told } = this.store.getState()
    const has = told?.run && { run: told.run.id, job: told.job }
    // The last sample may have been made anew: what comes right after it is added to it.
    this.post({ type: 'pull', has, from: Math.max(0, this.end - 1), job: this.job })
  }

  private get kept(): Kept {
    return (this.host.state() ?? {}) as Kept
  }

  private keep(): void {
    const { hidden, told } = this.store.getState()
    this.host.keep({ job: this.job, file: told?.run?.file, hidden: [...hidden] } satisfies Kept)
  }
}
