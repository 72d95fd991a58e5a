import type { ControlClient, JobStatus } from 'millrace/control'
import type { FromMetrics, MetricsMessage, PanelPlace, ToMetrics } from 'millrace-webview/shared'
import type { RunMetrics } from '../run/index.ts'
import { averageOf, isActive, operatorsOf, sampleOf } from './metrics-job.ts'
import { type OutputRun, panelRun } from './output-runs.ts'

/** A run, as far as the view "Metrics" tells of it. */
export interface MetricsRun extends Omit<OutputRun, 'output' | 'statuses'> {
  readonly statuses: readonly Pick<JobStatus, 'job' | 'name' | 'state' | 'threads'>[]
  readonly metrics: Pick<RunMetrics, 'job' | 'onSample'>
  readonly control: Pick<ControlClient, 'watchLatency'> | undefined
}

export interface MetricsRuns {
  readonly all: readonly MetricsRun[]
  readonly shown: MetricsRun | undefined
  show(run: MetricsRun): void
  onChange(listener: () => void): () => void
}

/** What the view needs of the window it is in. */
export interface MetricsWindow {
  post(message: ToMetrics): void
  /** Whether the page can be seen: a hidden one gets no messages. */
  visible(): boolean
  saveCsv(job: number): void
  open(place: PanelPlace): void
  runJob(): void
}

/** One page of the view "Metrics". While it can be seen the shown job measures latency, which costs a little. */
export class MetricsSession {
  private readonly runs: MetricsRuns
  private readonly window: MetricsWindow
  private readonly stopListening: () => void
  private stopSamples: (() => void) | undefined
  private sampled: MetricsRun | undefined
  /** The job that somebody chose. */
  private chosen: number | undefined
  /** The page knows that there is something new, and has not asked yet. */
  private told = false
  private latency: { readonly control: NonNullable<MetricsRun['control']>; readonly job: number } | undefined

  constructor(runs: MetricsRuns, window: MetricsWindow) {
    this.runs = runs
    this.window = window
    this.stopListening = runs.onChange(() => this.follow())
    this.follow()
  }

  /** The page was shown, when it may have missed what it was told, or hidden. */
  visibilityChanged(): void {
    this.told = false
    this.follow()
  }

  receive(message: FromMetrics): void {
    const { window, runs } = this
    switch (message.type) {
      case 'pull':
        this.told = false
        window.post(this.answer(message))
        break
      case 'show': {
        const run = runs.all.find(({ id }) => id === message.run)
        if (run) runs.show(run)
        break
      }
      case 'open':
        window.open(message.place)
        break
      case 'saveCsv':
        window.saveCsv(message.job)
        break
      case 'runJob':
        window.runJob()
    }
  }

  dispose(): void {
    this.stopListening()
    this.stopSamples?.()
    this.watchLatency(undefined)
  }

  private follow(): void {
    const { shown } = this.runs
    if (shown !== this.sampled) {
      this.stopSamples?.()
      this.sampled = shown
      this.stopSamples = shown?.metrics.onSample(() => this.changed())
    }
    this.changed()
  }

  private changed(): void {
    const visible = this.window.visible()
    const { shown } = this.runs
    const status = shown && this.statusOf(shown)
    const control = visible && status && isActive(status) ? shown.control : undefined
    this.watchLatency(control && { control, job: status!.job })
    if (this.told || !visible) return
    this.told = true
    this.window.post({ type: 'changed' })
  }

  private watchLatency(wanted: MetricsSession['latency']): void {
    const { latency } = this
    if (wanted?.control === latency?.control && wanted?.job === latency?.job) return
    this.latency = wanted
    // A job that has ended measures nothing any more.
    latency?.control.watchLatency(latency.job, false).catch(() => {})
    wanted?.control.watchLatency(wanted.job, true).catch(() => {})
  }

  /** The job that somebody chose, else the one that runs, else the last. */
  private statusOf({ statuses }: MetricsRun) {
    return statuses.find(({ job }) => job === this.chosen) ?? statuses.find(isActive) ?? statuses.at(-1)
  }

  private answer({ has, job: chosen, from }: Extract<FromMetrics, { type: 'pull' }>): MetricsMessage {
    const { all, shown } = this.runs
    this.chosen = chosen
    const job = (shown && this.statusOf(shown)?.job) ?? 0
    const observed = shown?.metrics.job(job)
    const operators = observed ? operatorsOf(observed) : []
    const first = observed?.history.first ?? 0
    const begin = Math.max(has?.run === shown?.id && has?.job === job ? from : 0, first)
    const points = observed?.history.all.slice(begin - first) ?? []
    return {
      type: 'metrics',
      run: shown && panelRun(shown),
      runs: all.map(panelRun).sort((a, b) => b.startedAt - a.startedAt),
      jobs: shown?.statuses.map(({ job, name }) => ({ job, name })) ?? [],
      job,
      operators,
      from: begin,
      first,
      samples: points.map((point) => sampleOf(point, operators)),
      average: observed && shown?.endedAt !== undefined ? averageOf(observed, operators) : undefined,
    }
  }
}
