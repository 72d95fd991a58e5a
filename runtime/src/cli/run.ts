import { constants } from 'node:os'
import type { JobStatus } from '../control/index.ts'
import type { JobOverrides } from '../execution/index.ts'
import { isJobError } from '../failure/index.ts'
import { build, type ExitReport, type SupervisedJob, superviseJob } from '../supervisor/index.ts'
import { ConsoleView } from './console-view.ts'
import { findJobFile } from './job-file.ts'
import type { GraphShape } from './progress.ts'
import { showError } from './show-error.ts'

export interface RunOptions extends JobOverrides {
  readonly prefix?: boolean
}

/** How often the job is asked for its metrics while someone sees them. */
const METRICS_MS = 500
/** How long a job whose output nobody reads any more may take to drain. */
const DRAIN_MS = 5_000

/**
 * Builds a job, runs it in a child process, and shows what it does.
 *
 * @returns the exit code: 0 finished, 1 failed, 2 wrong use, 130 or 143 after a signal
 */
export async function run(given: string, { prefix, ...overrides }: RunOptions): Promise<number> {
  const color = process.stderr.isTTY === true && !process.env.NO_COLOR
  const file = findJobFile(given)
  let bundle: Awaited<ReturnType<typeof build>>
  try {
    bundle = await build(file, { color })
  } catch (error) {
    if (!isJobError(error)) throw error
    process.stderr.write(showError(error.data, color))
    return 1
  }
  for (const warning of bundle.warnings) process.stderr.write(warning)

  const view = new ConsoleView({ stdout: process.stdout, stderr: process.stderr, prefix })
  const job = superviseJob({ bundle, overrides, stdin: 'inherit' })
  const progress = new Progress(job, view)
  job.on({
    output: (lines, lost) => view.lines(lines, lost),
    table: (table) => view.table(table),
    state: (status) => progress.follow(status),
  })
  let readerGone = false
  process.stdout.on('error', () => {
    readerGone = true
    view.stdoutClosed()
    // What other sinks have got is not thrown away: sources stop, and what is in flight arrives.
    job.stop()
    setTimeout(() => job.cancel(), DRAIN_MS).unref()
  })
  process.stderr.on('error', () => {})
  const signals = listenToSignals(job, view)
  const report = await job.ended
  progress.end()
  view.end()
  signals.dispose()
  // Node revives a standard output that broke, and is then sometimes kept alive by it.
  if (readerGone) process.exit(0)
  return conclude(report, signals.received(), color)
}

function conclude(report: ExitReport, signal: NodeJS.Signals | undefined, color: boolean): number {
  if (report.outcome === 'failed') {
    if (report.error) process.stderr.write(showError(report.error, color))
    return report.error?.reason === 'wrong-use' ? 2 : 1
  }
  if (signal) return 128 + (constants.signals[signal] ?? 0)
  if (report.outcome === 'cancelled') {
    process.stderr.write('cancelled\n')
    return 1
  }
  return report.code ?? 1
}

/** Once: stop and drain. Twice: at once. */
function listenToSignals(job: SupervisedJob, view: ConsoleView) {
  let first: NodeJS.Signals | undefined
  const listener = (signal: NodeJS.Signals) => {
    if (first) return job.cancel()
    first = signal
    job.stop()
    view.note('stopping: draining what is in flight, Ctrl+C again to end at once\n')
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.on(signal, listener)
  return {
    received: () => first,
    dispose() {
      for (const signal of signals) process.off(signal, listener)
    },
  }
}

/** Asks the running job for its metrics, but only where they are seen. */
class Progress {
  private readonly job: SupervisedJob
  private readonly view: ConsoleView
  private timer: NodeJS.Timeout | undefined

  constructor(job: SupervisedJob, view: ConsoleView) {
    this.job = job
    this.view = view
  }

  follow(status: JobStatus): void {
    if (!this.view.isLive) return
    if (status.state === 'running') void this.begin(status)
    if (status.state === 'finished' || status.state === 'failed' || status.state === 'cancelled') this.end()
  }

  end(): void {
    clearInterval(this.timer)
    this.view.job(undefined)
  }

  private async begin(status: JobStatus): Promise<void> {
    const graph = await this.job.control?.graph(status.job).catch(() => undefined)
    const shape = graph?.logical as GraphShape | undefined
    if (!Array.isArray(shape?.operators) || !Array.isArray(shape.edges)) return
    this.view.job(status, shape)
    clearInterval(this.timer)
    this.timer = setInterval(() => void this.measure(status.job), METRICS_MS)
    await this.measure(status.job)
  }

  private async measure(job: number): Promise<void> {
    const metrics = await this.job.metrics(job).catch(() => undefined)
    if (metrics) this.view.metrics(metrics)
  }
}
