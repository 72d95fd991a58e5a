import { setTimeout as sleep } from 'node:timers/promises'
import type { ControlClient, JobStatus } from 'millrace/control'
import type { ExitReport, SupervisedJobEvents } from 'millrace/supervisor'
import type { JobProcess } from './job-process.ts'
import { readReport } from './run-notes.ts'

const ENDED: ReadonlySet<JobStatus['state']> = new Set(['finished', 'failed', 'cancelled'])
/** How long the process that supervises the job may take to say how it ended, and how often it is asked. */
const REPORT_MS = 2_000
const ASK_MS = 50
/** How long a job that is cancelled may take to end before its process is killed. */
const KILL_AFTER_MS = 1_000

/** Where a running job is found. */
export interface FoundJob {
  readonly processId: number
  readonly path: string
  readonly token: string
  /** Absolute path of the file in which its supervisor says how it ended, where it does. */
  readonly file?: string
}

type Connect = typeof import('millrace/control').connect

/**
 * A job that another process supervises. It is one client of several: it gets the latest lines, and the job does not
 * wait for it.
 */
export class AttachedJob implements JobProcess {
  readonly processId: number
  readonly address: { readonly path: string; readonly token: string }
  readonly control: ControlClient
  readonly ended: Promise<ExitReport>
  private readonly note: FoundJob
  private readonly statuses = new Map<number, JobStatus>()
  private events: SupervisedJobEvents = {}
  private asked: 'nothing' | 'stop' | 'cancel' = 'nothing'
  private endIsAsked = false
  private killTimer: NodeJS.Timeout | undefined

  private constructor(note: FoundJob, control: ControlClient) {
    const { processId, path, token } = note
    this.note = note
    this.processId = processId
    this.address = { path, token }
    this.control = control
    control.onState((status) => this.stateChanged(status))
    control.onFailed(({ job, error }) => this.events.failed?.(job, error))
    control.onMetricsAtEnd((metrics) => this.events.metricsAtEnd?.(metrics))
    control.onTable((table) => this.events.table?.(table))
    this.ended = new Promise<void>((resolve) => control.onClose(() => resolve())).then(() => this.report())
  }

  /**
   * Connects to a running job.
   *
   * @throws Error when it cannot be reached: it has ended, or belongs to another version
   */
  static async to(note: FoundJob, connect: Connect): Promise<AttachedJob> {
    return new AttachedJob(note, await connect({ path: note.path, token: note.token }))
  }

  on(events: SupervisedJobEvents): this {
    this.events = events
    this.control.onOutput(({ lines, lost }) => events.output?.(lines, lost))
    for (const status of this.control.jobs) this.stateChanged(status)
    return this
  }

  stop(): void {
    this.asked = 'stop'
    for (const job of this.active()) this.control.stop(job).catch(() => {})
  }

  cancel(): void {
    if (this.asked === 'cancel') return
    this.asked = 'cancel'
    for (const job of this.active()) this.control.cancel(job).catch(() => {})
    this.killTimer = setTimeout(() => this.kill(), KILL_AFTER_MS)
  }

  /** Told when whoever supervises the job is asked to end it: that it is gone then is no crash. */
  endAsked(): void {
    this.endIsAsked = true
  }

  /** Ends the process with what it has started; whoever supervises it removes what it leaves. */
  private kill(): void {
    try {
      process.kill(process.platform === 'win32' ? this.processId : -this.processId, 'SIGKILL')
    } catch {
      // It has ended.
    }
  }

  private active(): number[] {
    return [...this.statuses.values()].filter(({ state }) => !ENDED.has(state)).map(({ job }) => job)
  }

  private stateChanged(status: JobStatus): void {
    const isNew = !this.statuses.has(status.job)
    this.statuses.set(status.job, status)
    this.events.state?.(status)
    if (!isNew || ENDED.has(status.state)) return
    // A later job of the file does not start where the one before it was stopped.
    if (this.asked === 'stop') this.control.stop(status.job).catch(() => {})
    if (this.asked === 'cancel') this.control.cancel(status.job).catch(() => {})
  }

  /** Who supervises the job knows how its process ended; where it says nothing, the jobs have. */
  private async report(): Promise<ExitReport> {
    clearTimeout(this.killTimer)
    for (const end = Date.now() + REPORT_MS; this.note.file !== undefined && Date.now() < end; await sleep(ASK_MS)) {
      const report = readReport(this.note.file)
      // Who supervises the job does not know what other clients have asked of it.
      if (report?.outcome === 'finished' && this.asked === 'stop') return { ...report, outcome: 'stopped' }
      if (report && this.asked === 'cancel') return { ...report, outcome: 'cancelled', error: undefined }
      if (report) return report
    }
    const jobs = [...this.statuses.values()]
    const failed = jobs.find(({ state }) => state === 'failed')
    const facts = { code: null, signal: null, jobs }
    if (failed) return { ...facts, outcome: 'failed', error: failed.error }
    if (this.asked === 'cancel' || jobs.some(({ state }) => state === 'cancelled'))
      return { ...facts, outcome: 'cancelled' }
    if (this.active().length === 0) return { ...facts, outcome: this.asked === 'stop' ? 'stopped' : 'finished' }
    if (this.endIsAsked) return { ...facts, outcome: 'cancelled' }
    const message = "the job's process has gone without a word"
    return { ...facts, outcome: 'failed', error: { reason: 'crash', message } }
  }
}
