import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import {
  type ControlClient,
  connect,
  type Endpoint,
  Failed,
  type JobMetrics,
  type JobStatus,
  MetricsAtEnd,
  type OutputLine,
  removeEndpoint,
  State,
  Table,
  type TableContent,
} from '../control/index.ts'
import type { JobErrorData } from '../failure/index.ts'
import { describeDeath } from './crash.ts'
import type { JobChild } from './job-child.ts'
import { readLastWords } from './last-words.ts'
import { RawOutput } from './raw-output.ts'

/** How a job's process ended. */
export interface ExitReport {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  /** `failed` only when nobody in the job file handled the failure. */
  readonly outcome: 'finished' | 'failed' | 'stopped' | 'cancelled'
  /** Why, when it failed. */
  readonly error?: JobErrorData
  /** The last known status of each job. */
  readonly jobs: readonly JobStatus[]
}

export interface SupervisedJobEvents {
  /** Lines in order. The job waits, a window ahead, until the returned promise has settled. */
  output?(lines: readonly OutputLine[], lost: number): void | Promise<void>
  state?(status: JobStatus): void
  failed?(job: number, error: JobErrorData): void
  /** A job's last metrics, before it is said that it has ended. */
  metricsAtEnd?(metrics: JobMetrics): void
  table?(table: TableContent): void
  /** The process has ended. What it has left in its private folder can be read now, and is removed then. */
  left?(folder: string): void
}

/** How long a cancelled process may take to end before it is killed. */
const KILL_AFTER_MS = 1_000
/** How long a dead process's pipes may stay open: something it started may have inherited them. */
const PIPES_MS = 250
const ENDED = new Set<JobStatus['state']>(['finished', 'failed', 'cancelled'])

/** A job in a process of its own, as its supervisor sees it. */
export class SupervisedJob {
  /** Resolves, and never rejects, when process, socket and folder are gone. */
  readonly ended: Promise<ExitReport>
  private readonly child: ChildProcess
  private readonly endpoint: Endpoint
  private readonly statuses = new Map<number, JobStatus>()
  private readonly failures = new Map<number, JobErrorData>()
  /** What comes once, of each job and of each sink: the process may leave it behind though it has told it. */
  private readonly measured = new Set<number>()
  private readonly finalTables = new Set<string>()
  private readonly operatorNames = new Map<number, string>()
  private readonly raw: RawOutput
  private events: SupervisedJobEvents = {}
  private client: ControlClient | undefined
  private connected: Promise<void> = Promise.resolve()
  private clientClosed: Promise<void> = Promise.resolve()
  private lastMetrics: JobMetrics | undefined
  private output: Promise<void> = Promise.resolve()
  private sequence = 0
  private asked: 'nothing' | 'stop' | 'cancel' = 'nothing'
  private killTimer: NodeJS.Timeout | undefined

  /** @param beforeModule waited for before the job's module is run */
  constructor({ process: child, endpoint, reachable }: JobChild, beforeModule?: () => Promise<void>) {
    this.child = child
    this.endpoint = endpoint
    this.raw = new RawOutput(child.stdout as Readable, child.stderr as Readable, (lines) => this.deliver(lines, 0))
    void reachable.then(() => {
      this.connected = this.connect(beforeModule)
    })
    this.ended = this.follow()
  }

  /** Sets the listeners; call it in the turn in which the job was started. */
  on(events: SupervisedJobEvents): this {
    this.events = events
    return this
  }

  get processId(): number | undefined {
    return this.child.pid
  }

  /** Where other clients can connect while the job runs. */
  get address(): { readonly path: string; readonly token: string } {
    return { path: this.endpoint.path, token: this.endpoint.token }
  }

  /** The control connection; undefined before the job can be reached. */
  get control(): ControlClient | undefined {
    return this.client
  }

  async metrics(job: number): Promise<JobMetrics | undefined> {
    const metrics = await this.client?.metrics(job)
    this.lastMetrics = metrics ?? this.lastMetrics
    return metrics
  }

  /** Drains and ends the running job; later ones of the file are stopped as they come. */
  stop(): void {
    if (this.asked !== 'nothing') return
    this.asked = 'stop'
    const active = this.active()
    for (const { job } of active) this.client?.stop(job).catch(() => {})
    if (active.length === 0) this.child.kill('SIGTERM')
  }

  /** Ends everything at once: after a second with force. */
  cancel(): void {
    if (this.asked === 'cancel') return
    this.asked = 'cancel'
    const active = this.active()
    for (const { job } of active) this.client?.cancel(job).catch(() => {})
    if (active.length === 0) this.kill()
    else this.killTimer = setTimeout(() => this.kill(), KILL_AFTER_MS)
  }

  /** Kills the process and whatever it has started. */
  kill(): void {
    this.asked = 'cancel'
    this.killGroup()
  }

  private active(): JobStatus[] {
    return [...this.statuses.values()].filter(({ state }) => !ENDED.has(state))
  }

  private async connect(beforeModule?: () => Promise<void>): Promise<void> {
    try {
      // The process runs the module once its owner has come.
      await beforeModule?.()
      const client = await connect({ ...this.endpoint, output: 'all' })
      this.client = client
      this.clientClosed = new Promise((resolve) => client.onClose(() => resolve()))
      client.onState((status) => this.stateChanged(status))
      client.onFailed(({ job, error }) => this.jobFailed(job, error))
      client.onMetricsAtEnd((metrics) => this.metricsAtEnd(metrics))
      client.onTable((table) => this.table(table))
      client.onOutput((batch) => {
        this.sequence = batch.sequence
        return this.deliver(batch.lines, batch.lost)
      })
    } catch {
      // The process is about to end, or has: `follow` says why.
    }
  }

  private stateChanged(status: JobStatus): void {
    const known = this.statuses.get(status.job)
    this.statuses.set(status.job, status)
    this.events.state?.(status)
    if (ENDED.has(status.state) || !this.client) return
    if (!known && this.asked === 'cancel') this.client.cancel(status.job).catch(() => {})
    // Once, so that a crash can be told with the operators of the thread that died.
    if (status.state === 'running') void this.learnPlacement(status.job)
  }

  private async learnPlacement(job: number): Promise<void> {
    try {
      const graph = (await this.client?.graph(job))?.logical as
        | { operators?: { id: number; name: string }[] }
        | undefined
      for (const { id, name } of graph?.operators ?? []) this.operatorNames.set(id, name)
      await this.metrics(job)
    } catch {
      // The job has ended meanwhile.
    }
  }

  private jobFailed(job: number, error: JobErrorData): void {
    if (this.failures.has(job)) return
    this.failures.set(job, error)
    this.events.failed?.(job, error)
  }

  private metricsAtEnd(metrics: JobMetrics): void {
    if (this.measured.has(metrics.job)) return
    this.measured.add(metrics.job)
    this.events.metricsAtEnd?.(metrics)
  }

  private table(table: TableContent): void {
    const key = `${table.job} ${table.operatorId}`
    if (this.finalTables.has(key)) return
    if (table.final) this.finalTables.add(key)
    this.events.table?.(table)
  }

  private deliver(lines: readonly OutputLine[], lost: number): Promise<void> {
    this.output = this.output.then(() => this.events.output?.(lines, lost)).catch(() => {})
    return this.output
  }

  private async follow(): Promise<ExitReport> {
    let code: number | null = null
    let signal: NodeJS.Signals | null = null
    let spawnError: Error | undefined
    try {
      ;[code, signal] = (await once(this.child, 'exit')) as [number | null, NodeJS.Signals | null]
    } catch (error) {
      spawnError = error as Error
    }
    clearTimeout(this.killTimer)
    if (code !== 0) this.killGroup()
    // The connection ends with the process, and brings what was said before.
    await this.connected
    await this.clientClosed
    // The turn after which it gives up still reads what has come.
    const impatient = new Promise((resolve) => setTimeout(() => setImmediate(resolve), PIPES_MS))
    await Promise.race([this.raw.ended, impatient])
    this.client?.close()
    const lastError = this.hearLastWords()
    await this.output
    const error = spawnError ? cannotStart(spawnError) : (this.firstFailure() ?? lastError)
    const report = this.report(code, signal, error)
    this.events.left?.(this.endpoint.folder)
    removeEndpoint(this.endpoint)
    for (const stream of this.child.stdio) stream?.destroy()
    return report
  }

  private report(code: number | null, signal: NodeJS.Signals | null, error: JobErrorData | undefined): ExitReport {
    const jobs = [...this.statuses.values()]
    if (this.asked === 'cancel') return { code, signal, outcome: 'cancelled', jobs }
    if (code === 0) return { code, signal, outcome: this.asked === 'stop' ? 'stopped' : 'finished', jobs }
    if (this.asked === 'stop' && !error) return { code, signal, outcome: 'stopped', jobs }
    // Another client of the job has cancelled it.
    const cancelled = jobs.some(({ state }) => state === 'cancelled')
    if (!error && code === 1 && cancelled) return { code, signal, outcome: 'cancelled', jobs }
    if (!error && (code === 130 || code === 143)) return { code, signal, outcome: 'stopped', jobs }
    const crash =
      error ??
      describeDeath({
        code,
        signal,
        stderr: this.raw.stderrTail,
        reportFolder: this.endpoint.folder,
        metrics: this.lastMetrics,
        operatorNames: this.operatorNames,
      })
    return { code, signal, outcome: 'failed', error: crash, jobs }
  }

  private firstFailure(): JobErrorData | undefined {
    const [first] = this.failures.values()
    return first
  }

  private hearLastWords(): JobErrorData | undefined {
    const words = readLastWords(this.endpoint.folder)
    for (const { lines, sequence } of words?.output ?? []) {
      const missing = Math.min(lines.length, sequence - this.sequence)
      if (missing > 0) void this.deliver(lines.slice(lines.length - missing), 0)
    }
    for (const { method, params } of words?.notifications ?? []) {
      if (method === State.method) {
        const status = params as JobStatus
        // It may have been told already.
        if (this.statuses.get(status.job)?.state !== status.state) this.stateChanged(status)
      }
      if (method === MetricsAtEnd.method) this.metricsAtEnd(params as JobMetrics)
      if (method === Table.method) this.table(params as TableContent)
      if (method === Failed.method) {
        const { job, error } = params as { job: number; error: JobErrorData }
        this.jobFailed(job, error)
      }
    }
    return words?.error
  }

  private killGroup(): void {
    const { pid } = this.child
    if (pid === undefined) return
    if (process.platform === 'win32') {
      if (this.child.exitCode === null) spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' })
      return
    }
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // The group has ended.
    }
  }
}

function cannotStart(error: Error): JobErrorData {
  return { reason: 'crash', message: `the job's process cannot be started: ${error.message}` }
}
