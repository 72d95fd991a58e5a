import { constants } from 'node:os'
import type { SinkResult } from '../connectors/index.ts'
import type { ControlledJob, ControlServer, JobListener, JobStatus, OutputLine } from '../control/index.ts'
import type { JobPlan } from '../execution/index.ts'
import { describe, isJobError, type JobErrorData, nearest, userFrame } from '../failure/index.ts'
import type { ChildSettings } from './child-settings.ts'
import { writeLastWords } from './last-words.ts'
import { moduleError } from './module-error.ts'

const ENDED = new Set(['finished', 'failed', 'cancelled'])
/** How long the jobs get to end after the module has thrown beside them. */
const CANCEL_MS = 500
/** How long to wait for another graph after one: jobs that do not wait for each other come at once. */
const COLLECT_MS = 50

/**
 * Imports a job's module as the program of this process, follows its jobs, and ends the process when the module is done
 * and its jobs have ended: with 0, with 1 when a job failed and nobody handled it, with 130 or 143 after a signal.
 */
export class JobModule implements JobListener {
  /** Number of the job that prints of the module belong to. */
  current = 0
  private readonly settings: ChildSettings
  private readonly folder: string
  private readonly server: ControlServer
  private readonly jobs = new Map<number, ControlledJob>()
  private readonly skipped = new Set<string>()
  private readonly exit = process.exit.bind(process)
  private imported: 'pending' | 'done' | 'failed' = 'pending'
  private stopSignal: NodeJS.Signals | undefined
  private exitCall: string | undefined
  private ending = false
  /** The module was imported for something else than running it, and that was found. */
  private met = false
  private collectTimer: NodeJS.Timeout | undefined
  private output: { flush(): void } = { flush() {} }

  /** @param folder absolute path of the private folder */
  constructor(settings: ChildSettings, folder: string, server: ControlServer) {
    this.settings = settings
    this.folder = folder
    this.server = server
  }

  run(output: { flush(): void }): void {
    this.output = output
    process.on('SIGINT', () => this.signalled('SIGINT'))
    process.on('SIGTERM', () => this.signalled('SIGTERM'))
    process.on('uncaughtException', (error) => void this.uncaught(error))
    process.on('beforeExit', () => void this.finish())
    process.on('exit', (code) => this.leave(code))
    process.exit = (code) => {
      this.exitCall = new Error('process.exit').stack
      return this.exit(code)
    }
    import(this.settings.bundleUrl).then(
      () => {
        this.imported = 'done'
      },
      (error) => {
        this.imported = 'failed'
        void this.moduleFailed(error, 'the job file threw')
      },
    )
  }

  jobCreated(job: ControlledJob): void {
    this.jobs.set(job.job, job)
    this.current = job.job
    this.server.jobCreated(job)
    // A job that is created after Ctrl+C must not start where the last one has just stopped.
    if (this.stopSignal) queueMicrotask(() => void job.stop().catch(() => {}))
  }
  jobSkipped(name: string): void {
    this.skipped.add(name)
  }
  stateChanged(status: JobStatus): void {
    this.server.stateChanged(status)
  }
  printed(job: number, lines: readonly OutputLine[]): void | Promise<void> {
    return this.server.printed(job, lines)
  }
  sinkResult(job: number, operatorId: number, result: SinkResult): void {
    this.server.sinkResult(job, operatorId, result)
  }

  /** The module was imported for its graphs only, and here is one. It may keep the event loop busy: that is enough. */
  collected({ job, name, config: { threads, chaining }, graph }: JobPlan): void {
    this.met = true
    const text = JSON.stringify({ job, name, threads, chaining, graph })
    void this.server.printed(job, [{ text, stream: 'stdout' }])
    clearTimeout(this.collectTimer)
    this.collectTimer = setTimeout(() => void this.finish(), COLLECT_MS)
  }

  /** The module was imported for one of its jobs, which is dealt with here; then the process ends, whatever is open. */
  async meet(work: () => Promise<void>): Promise<void> {
    if (this.met) return
    this.met = true
    try {
      await work()
    } catch (error) {
      this.moduleFailed(error, 'the job cannot be looked into')
    }
    await this.finish()
  }

  private active(): ControlledJob[] {
    return [...this.jobs.values()].filter((job) => !ENDED.has(job.status().state))
  }

  private signalled(signal: NodeJS.Signals): void {
    const code = 128 + (constants.signals[signal] ?? 0)
    const active = this.active()
    if (this.stopSignal || active.length === 0) this.exit(code)
    this.stopSignal = signal
    process.exitCode = code
    for (const job of active) void job.stop().catch(() => {})
  }

  private async uncaught(error: unknown): Promise<void> {
    await this.moduleFailed(error, 'uncaught in the job file')
    const cancelled = Promise.allSettled(this.active().map((job) => job.cancel()))
    await Promise.race([cancelled, new Promise((resolve) => setTimeout(resolve, CANCEL_MS).unref())])
    await this.finish()
  }

  private moduleFailed(thrown: unknown, what: string): void {
    if (this.stopSignal && isJobError(thrown) && thrown.reason === 'cancelled') return
    if (!process.exitCode) process.exitCode = 1
    const error = moduleError(thrown, what)
    if (isJobError(thrown) && this.isToldAlready(error)) return
    this.server.failed(this.nextJob(), error)
  }

  /** Whether it is what a job that has failed has told itself: `waitFinish()` rejects with that. */
  private isToldAlready(error: JobErrorData): boolean {
    const text = describe(error)
    return [...this.jobs.values()].some((job) => {
      const status = job.status()
      if (status.state === 'cancelled') return error.reason === 'cancelled'
      return status.error !== undefined && describe(status.error) === text
    })
  }

  /** Failures of the module are about the job that did not come to be. */
  private nextJob(): number {
    return this.jobs.size === 0 ? 0 : Math.max(...this.jobs.keys()) + 1
  }

  /** The event loop is empty: say what is missing, deliver what was printed, and end. */
  private async finish(): Promise<void> {
    if (this.ending) return
    this.ending = true
    this.output.flush()
    const problem = this.stopSignal ? undefined : this.unfinished()
    if (problem) {
      process.exitCode = 1
      this.server.failed(this.nextJob(), problem)
    }
    await this.server.delivered()
    await this.server.hangUp()
    this.exit(process.exitCode ?? 0)
  }

  private unfinished(): JobErrorData | undefined {
    if (this.met) return undefined
    if (this.imported === 'failed') return undefined
    const { onlyJob } = this.settings.overrides
    if (this.jobs.size === 0 && onlyJob !== undefined) return noSuchJob(onlyJob, [...this.skipped])
    if (this.imported === 'pending' && this.active().length === 0) {
      return {
        reason: 'invalid-job',
        message: 'the job file waits at its top level for a promise that nothing can settle any more',
        cure: 'Look for an `await` of a promise whose resolve is never called.',
        file: this.settings.jobFile,
      }
    }
    if (this.jobs.size === 0) {
      return {
        reason: 'invalid-job',
        message: `${this.settings.jobFile} runs no job: it never calls execute()`,
        cure: "End it with: await env.execute('name of the job')",
        file: this.settings.jobFile,
      }
    }
    return undefined
  }

  /** The process ends now; whatever was not delivered can only be left behind in a file. */
  private leave(code: number): void {
    this.output.flush()
    const undelivered = this.server.undelivered()
    let error: JobErrorData | undefined
    if (!this.ending && this.exitCall) error = this.exitedEarly(code)
    if (error && code === 0) process.exitCode = 1
    if (error || undelivered.output.length > 0 || undelivered.notifications.length > 0) {
      writeLastWords(this.folder, { ...undelivered, error })
    }
  }

  private exitedEarly(code: number): JobErrorData | undefined {
    const active = this.active().map((job) => `'${job.status().name}'`)
    if (active.length === 0 && this.jobs.size > 0) return undefined
    return {
      reason: 'crash',
      message: `process.exit(${code}) ended the process ${
        active.length > 0
          ? `while the job ${active.join(', ')} was running`
          : this.met
            ? 'before it was done'
            : 'before any job was started'
      }`,
      cure: 'To end a job early call stop() or cancel() of its handle.',
      position: userFrame({ stack: this.exitCall }),
      stack: this.exitCall,
    }
  }
}

function noSuchJob(name: string, names: readonly string[]): JobErrorData {
  const meant = nearest(name, names)
  const listed = names.length > 0 ? `Its jobs are: ${names.map((each) => `'${each}'`).join(', ')}` : undefined
  return {
    reason: 'wrong-use',
    message: `the file has no job '${name}'`,
    cure: meant !== undefined ? `Did you mean '${meant}'?` : listed,
  }
}
