import type { JobMetrics } from 'millrace/control'
import { type MetricsRun, MetricsSession } from '../../../../extension/src/panel/metrics-session.ts'
import { MetricsHistory, type ObservedJob, sendersIn } from '../../../../extension/src/run/index.ts'
import type { FromMetrics } from '../../../../webview/src/shared/index.ts'
import type { Look } from '../../stage/webview-browser.ts'
import type { PanelPage, PanelStage } from './panel-stage.ts'

/** Three operators in a row, on two threads. */
const names = ['Numbers', 'Parse, then check', 'Print']
const graph = {
  logical: {
    operators: names.map((name, id) => ({ id, name, kind: 'map' })),
    edges: [
      { id: 0, source: 0, target: 1 },
      { id: 1, source: 1, target: 2 },
    ],
  },
  physical: {},
}

/** The view "Metrics" on the stage, with the real host behind it; of the job there are only its reports. */
export class MetricsScene {
  readonly page: PanelPage
  /** What the window was asked to do. */
  readonly asked: string[] = []
  /** What the job was asked to measure. */
  readonly latency: boolean[] = []
  hidden = false
  private readonly session: MetricsSession
  private readonly listeners = new Set<() => void>()
  private readonly sampled = new Set<(job: number) => void>()
  private readonly runs: MetricsRun[] = []
  private shown: MetricsRun | undefined
  private observed: ObservedJob = { job: 0, graph, history: new MetricsHistory() }

  private constructor(page: PanelPage) {
    this.page = page
    const scene = this
    const { runs, listeners } = this
    this.session = new MetricsSession(
      {
        all: runs,
        get shown() {
          return scene.shown
        },
        show: () => {},
        onChange: (listener) => {
          listeners.add(listener)
          return () => listeners.delete(listener)
        },
      },
      {
        post: (message) => void this.page.post(message),
        visible: () => !this.hidden,
        saveCsv: (job) => this.asked.push(`saveCsv ${job}`),
        open: () => this.asked.push('open'),
        runJob: () => this.asked.push('runJob'),
      },
    )
  }

  static async open(stage: PanelStage, look?: Look): Promise<MetricsScene> {
    const scene = new MetricsScene(await stage.page(look))
    await scene.page.load('metrics', (message: FromMetrics) => scene.session.receive(message))
    return scene
  }

  /** Starts a run, and shows it. */
  run(): void {
    this.observed = { job: 0, graph, history: new MetricsHistory() }
    this.shown = {
      id: this.runs.length + 1,
      file: '/jobs/numbers.flow.ts',
      state: 'running',
      startedAt: Date.now(),
      statuses: [{ job: 0, name: 'numbers', state: 'running', threads: 2 }],
      metrics: {
        job: () => this.observed,
        onSample: (listener) => {
          this.sampled.add(listener)
          return () => this.sampled.delete(listener)
        },
      },
      control: {
        watchLatency: async (_, watch) => {
          this.latency.push(watch)
          return null
        },
      },
    }
    this.runs.push(this.shown)
    this.notify()
  }

  end(): void {
    const ended = { state: 'finished' as const, endedAt: Date.now(), control: undefined }
    this.shown = { ...this.shown!, ...ended, statuses: [{ ...this.shown!.statuses[0], state: 'finished' }] as never }
    this.runs.splice(-1, 1, this.shown)
    this.notify()
  }

  /** The job reports as it does after so many seconds. @param records that each operator has got by then */
  report(second: number, records: number, at = Date.parse('2026-03-01T12:00:00') + second * 1_000): void {
    this.quietly(second, records, at)
    for (const listener of this.sampled) listener(0)
  }

  /** Reports of many seconds at once. */
  reports(seconds: number, perSecond: number): void {
    for (let second = 1; second <= seconds; second++) {
      const at = Date.parse('2026-03-01T12:00:00') + second * 1_000
      this.quietly(second, Math.round(second * perSecond + perSecond * Math.sin(second / 9)), at)
    }
    for (const listener of this.sampled) listener(0)
  }

  setHidden(hidden: boolean): void {
    this.hidden = hidden
    this.session.visibilityChanged()
  }

  get kept(): ObservedJob {
    return this.observed
  }

  private quietly(second: number, records: number, at: number): void {
    const metrics = metricsAt(second, records, at)
    this.observed.history.add(metrics, at, sendersIn(graph))
    this.observed = { ...this.observed, latest: metrics, before: this.observed.latest }
  }

  private notify(): void {
    for (const listener of this.listeners) listener()
  }
}

function metricsAt(second: number, records: number, at: number): JobMetrics {
  const instances = names.map((_, operatorId) => ({
    operatorId,
    instance: 0,
    thread: operatorId % 2,
    numRecordsIn: operatorId === 0 ? 0 : records,
    numRecordsOut: operatorId === 2 ? 0 : records,
    numRecordsSkipped: 0,
    lateRecordsDropped: 0,
    watermarkStatus: 'active' as const,
    ...(operatorId === 0 ? {} : { currentInputWatermark: at - 2_500, latency: { p50: 4, p99: 12.5, count: 9 } }),
    busyTimeMs: second * (100 + operatorId * 300),
    backPressuredTimeMs: second * 200,
    idleTimeMs: 0,
  }))
  const edges = [0, 1].map((edgeId) => ({ edgeId, numRecords: records, numBytes: records * 10, queueFill: 0.5 }))
  const threads = [2e7, 3e7].map((heapUsed) => ({ heapUsed, heapLimit: 4e9, task: '' }))
  return { job: 0, elapsedMs: second * 1_000, instances, edges, threads }
}
