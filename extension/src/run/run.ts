import { basename } from 'node:path'
import type { ControlClient, JobStatus, OutputLine, TableContent } from 'millrace/control'
import type { JobErrorData } from './error-data.ts'
import { JobOutput } from './job-output.ts'
import type { JobProcess } from './job-process.ts'
import type { PastRun } from './past-run.ts'
import { RunMetrics } from './run-metrics.ts'
import type { RunRequest } from './run-request.ts'
import { hasEnded, type RunState } from './run-state.ts'
import { errorData, sentences } from './sentences.ts'
import { tableLines } from './table-lines.ts'

/** What builds a job; what it resolves with starts the process. It may say something on the way. */
export type Prepare = (say: (text: string) => void) => Promise<() => JobProcess | Promise<JobProcess>>

/** One run of a job file, from its build to its end, with what it has printed. Knows nothing of windows. */
export class Run {
  readonly id: number
  readonly request: RunRequest
  /** Name of the job file. */
  readonly name: string
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly output = new JobOutput()
  readonly metrics: RunMetrics
  /** Whether a debugger stops in it. */
  readonly debugged: boolean
  private current: RunState = 'building'
  private over: number | undefined
  private failure: JobErrorData | undefined
  private process: JobProcess | undefined
  private asked: 'nothing' | 'stop' | 'cancel' = 'nothing'
  private readonly jobs = new Map<number, JobStatus>()
  private readonly tables = new Map<string, TableContent>()
  private readonly listeners = new Set<() => void>()
  private past = false
  private pastRecords: number | undefined

  constructor(id: number, request: RunRequest, { startedAt = Date.now(), debugged = false } = {}) {
    this.id = id
    this.request = request
    this.name = basename(request.file)
    this.startedAt = startedAt
    this.debugged = debugged
    this.metrics = new RunMetrics(this)
    this.publish()
  }

  /** A run that had ended before the window was loaded. */
  static past(id: number, { request, state, startedAt, endedAt, debugged, recordsRead, error }: PastRun): Run {
    const run = new Run(id, request, { startedAt, debugged })
    run.past = true
    run.current = state
    run.over = endedAt
    run.failure = error
    run.pastRecords = recordsRead
    run.say([...(error ? sentences(error) : []), '(What it printed went with the window in which it ran.)'])
    return run
  }

  get file(): string {
    return this.request.file
  }
  get state(): RunState {
    return this.current
  }
  get hasEnded(): boolean {
    return hasEnded(this.current)
  }
  get endedAt(): number | undefined {
    return this.over
  }
  /** Whether it had ended before the window was loaded, so that little is known of it. */
  get isPast(): boolean {
    return this.past
  }
  /** Why it failed. */
  get error(): JobErrorData | undefined {
    return this.failure
  }
  /** The jobs of the file that have been created so far, in their order. */
  get statuses(): readonly JobStatus[] {
    return [...this.jobs.values()].sort((a, b) => a.job - b.job)
  }
  /** Whom to ask about the jobs; undefined before they can be asked, and after the end. */
  get control(): ControlClient | undefined {
    return this.hasEnded ? undefined : this.process?.control
  }
  /** How many records the sources of its jobs have read, as far as is known. */
  get recordsRead(): number | undefined {
    const told = this.statuses.flatMap(({ job, recordsRead }) => recordsRead ?? this.metrics.recordsRead(job) ?? [])
    return told.length === 0 ? this.pastRecords : told.reduce((sum, records) => sum + records, 0)
  }
  get processId(): number | undefined {
    return this.process?.processId
  }

  /** Where other clients can connect to the job, once there is one. */
  get address(): JobProcess['address'] | undefined {
    return this.process?.address
  }

  /** Calls a function at every change of the run, but not of its output. Returns what ends that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Builds, starts and follows the job to its end. Resolves, and never rejects, when nothing of it is left. */
  async follow(prepare: Prepare): Promise<void> {
    try {
      const start = await prepare((text) => this.say([text]))
      if (this.asked !== 'nothing') return this.end('cancelled')
      const process = await start()
      this.process = process
      process.on({
        output: (lines, lost) => this.printed(lines, lost),
        state: (status) => this.stateChanged(status),
        metricsAtEnd: (metrics) => this.metrics.add(metrics),
        table: (table) => this.tableChanged(table),
      })
      if (this.wasAsked('stop')) process.stop()
      if (this.wasAsked('cancel')) process.cancel()
      const { outcome, error } = await process.ended
      for (const table of this.tables.values()) this.output.add(tableLines(table))
      if (error) this.fail(error)
      this.end(outcome)
    } catch (error) {
      this.fail(error)
      this.end('failed')
    }
  }

  /** Lets the job drain and end; asked again, ends it at once. */
  stop(): void {
    if (this.hasEnded) return
    if (this.asked !== 'nothing') {
      this.cancel()
      return
    }
    this.asked = 'stop'
    this.change('stopping')
    this.process?.stop()
  }

  /** Ends the job at once. */
  cancel(): void {
    if (this.hasEnded) return
    this.asked = 'cancel'
    this.change('stopping')
    this.process?.cancel()
  }

  private wasAsked(what: 'stop' | 'cancel'): boolean {
    return this.asked === what
  }

  private printed(lines: readonly OutputLine[], lost: number): void {
    if (lost > 0) this.say([`(${lost} lines were lost)`])
    this.output.add(lines)
  }

  private stateChanged(status: JobStatus): void {
    this.jobs.set(status.job, status)
    if (status.state === 'running') this.metrics.sample()
    if (status.state === 'running' && this.asked === 'nothing') this.current = 'running'
    this.publish()
  }

  private tableChanged(table: TableContent): void {
    const key = `${table.job} ${table.operatorId}`
    this.tables.delete(key)
    if (table.final) this.output.add(tableLines(table))
    else this.tables.set(key, table)
  }

  private fail(error: unknown): void {
    this.failure = errorData(error)
    this.say(sentences(error))
  }

  private say(texts: readonly string[]): void {
    const lines = texts.flatMap((text) => text.split('\n')).map((text): OutputLine => ({ text, stream: 'stderr' }))
    if (lines.length > 0) this.output.add(lines)
  }

  private change(state: RunState): void {
    this.current = state
    this.publish()
  }

  private end(state: RunState): void {
    this.over = Date.now()
    this.metrics.end()
    this.change(state)
  }

  private publish(): void {
    for (const listener of this.listeners) listener()
  }
}
