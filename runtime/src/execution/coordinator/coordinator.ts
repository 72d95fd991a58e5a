import { requireDistinctPaths } from '../../connectors/index.ts'
import type { ControlledJob, JobListener, JobState, JobStatus } from '../../control/index.ts'
import { isJobError, JobError } from '../../failure/index.ts'
import { type ExecutionGraph, expand, firstDifference, LogicalGraph, structuralHash } from '../../graph/index.ts'
import type { JobOverrides } from '../job-host.ts'
import type { JobPlan } from '../job-plan.ts'
import { LineAssembler } from '../output/index.ts'
import type { JobResult, RunningJob } from '../running-job.ts'
import { thrown } from '../task-failure.ts'
import { ThreadSignals } from '../tasks/thread-signals.ts'
import type { FromWorker, ToWorker } from '../workers/messages.ts'
import { serveStdin } from '../workers/stdin-port.ts'
import { recordsRead } from './job-metrics.ts'
import { lateLines, skippedLine, taskName, threadDeath } from './job-sentences.ts'
import { Observation } from './observation.ts'
import { OutputPump } from './output-pump.ts'
import { settledWithin } from './settled-within.ts'
import { type SharedMemory, sharedMemory } from './shared-memory.ts'
import { assignSplits } from './split-assignment.ts'
import { WorkerPool } from './worker-pool.ts'

/** Milliseconds a failed or cancelled job's threads have to give up before they are ended. */
const PATIENCE = 700

export interface CoordinatorOptions {
  /** The module that the worker threads import. */
  readonly moduleUrl: string
  readonly overrides: JobOverrides
  readonly listener: JobListener
  /** Count records; off only to measure what counting costs. */
  readonly counting: boolean
  /** A debugger is attached to this process. */
  readonly debugged: boolean
}

/**
 * Runs one job: makes the worker threads, lets them build and open their tasks, starts them together, and ends them
 * together. The states follow one another as in `JobState`; whatever happens, the job reaches one of the last three and
 * no thread is left.
 */
export class Coordinator implements RunningJob, ControlledJob {
  readonly job: number
  readonly name: string
  readonly finished: Promise<JobResult>
  readonly observation: Observation
  private readonly plan: JobPlan
  private readonly options: CoordinatorOptions
  private readonly execution: ExecutionGraph
  private readonly memory: SharedMemory
  private readonly signals: ThreadSignals
  private readonly output: OutputPump
  private readonly listeners: ((status: JobStatus) => void)[] = []
  private readonly collected = new Map<string, unknown[]>()
  /** Node's ids of the threads. */
  private readonly threadIds: number[] = []
  private readonly remarks: string[] = []
  /** Threads that have said `planned`, `opened`, `ended`, `closed`. */
  private readonly reached = { planned: 0, opened: 0, ended: 0, closed: 0 }
  private readonly waiters: { at: 'planned'; resolve: () => void }[] = []
  private pool: WorkerPool | undefined
  private state: JobState = 'created'
  private startedAt: number | undefined
  private endedAt: number | undefined
  private error: JobError | undefined
  private settle!: { resolve: (result: JobResult) => void; reject: (error: JobError) => void }
  private opened!: { resolve: () => void; reject: (error: JobError) => void }
  /** Stop was asked for before the job ran. */
  private stopAsked = false
  private ending = false
  /** Sinks have been told to commit. */
  private committing = false
  /** All threads have closed: nothing can fail any more. */
  private finishing = false
  private allClosed: (() => void) | undefined
  private terminated = false

  constructor(plan: JobPlan, options: CoordinatorOptions) {
    this.plan = plan
    this.options = options
    this.job = plan.job
    this.name = plan.name
    const { threads, chaining, channelType } = plan.config
    this.execution = expand(plan.graph, { threads, buildTime: Date.now(), chaining })
    this.memory = sharedMemory(this.execution, channelType)
    this.signals = new ThreadSignals(this.memory.signals)
    const assembler = new LineAssembler(this.execution, plan.graph)
    this.output = new OutputPump(this.memory.outputs, assembler, (lines) => options.listener.printed(this.job, lines))
    this.observation = new Observation({
      plan,
      execution: this.execution,
      memory: this.memory,
      elapsedMs: () => (this.startedAt === undefined ? 0 : (this.endedAt ?? Date.now()) - this.startedAt),
      thread: (thread) => ({ threadId: this.threadIds[thread], task: this.taskName(thread) ?? '' }),
      tell: (message, thread) => !this.terminated && this.tell(message, thread),
    })
    this.finished = new Promise((resolve, reject) => {
      this.settle = { resolve, reject }
    })
    // Whoever waits sees the rejection; for nobody it is no unhandled one.
    this.finished.catch(() => {})
  }

  /** Resolves once every instance has been opened and is running. */
  async start(): Promise<void> {
    const { plan, options, execution } = this
    options.listener.jobCreated(this)
    this.enter('opening')
    const open = new Promise<void>((resolve, reject) => {
      this.opened = { resolve, reject }
    })
    open.catch(() => {})
    const pool = new WorkerPool(
      execution.threads,
      {
        job: plan.job,
        threads: execution.threads,
        moduleUrl: options.moduleUrl,
        overrides: options.overrides,
        buildTime: execution.buildTime,
        structure: structuralHash(plan.graph),
        counting: options.counting,
        debugged: options.debugged,
      },
      (error, thread) => this.threadDied(error, thread),
    )
    this.pool = pool
    pool.ports.forEach((port, thread) => {
      port.on('message', (message: FromWorker) => this.obey(message, thread))
    })
    try {
      requireDistinctPaths(
        [...plan.sinks].map(([id, sink]) => ({ operatorName: plan.graph.operator(id).name, sink })),
        [...plan.sources].map(([id, source]) => ({ operatorName: plan.graph.operator(id).name, source })),
        (path) => plan.resolve(path),
      )
      // A job that fails meanwhile does not wait for a source that is slow to say what there is.
      const splits = await Promise.race([assignSplits(plan, execution), open.then(() => new Map<number, unknown[]>())])
      await this.everyThread('planned')
      if (!this.ending) {
        pool.ports.forEach((port, thread) => {
          const { parts, transfer } = this.memory.of(thread)
          const own = new Map([...splits].filter(([task]) => execution.instances[task].thread === thread))
          port.postMessage({ type: 'build', shared: parts, splits: own } satisfies ToWorker, transfer)
        })
      }
    } catch (error) {
      this.fail(error)
    }
    await open
  }

  status(): JobStatus {
    const { job, name, state, startedAt, endedAt, error } = this
    const read = endedAt === undefined ? {} : { recordsRead: recordsRead(this.execution, this.plan.graph, this.memory) }
    return { job, name, state, startedAt, endedAt, threads: this.execution.threads, error: error?.data, ...read }
  }

  graph(): { readonly logical: unknown; readonly physical: unknown } {
    return { logical: this.plan.graph.toJSON(), physical: this.execution }
  }

  results(name: string): readonly unknown[] {
    return this.collected.get(name) ?? []
  }

  onState(listener: (status: JobStatus) => void): void {
    this.listeners.push(listener)
  }

  async stop(): Promise<JobStatus> {
    if (!this.ending && (this.state === 'running' || this.state === 'opening')) {
      this.stopAsked = true
      if (this.state === 'running') {
        this.enter('stopping')
        this.tell({ type: 'stop' })
      }
    }
    await this.finished.catch(() => {})
    return this.status()
  }

  async cancel(): Promise<JobStatus> {
    if (this.committing) {
      // What sinks are making permanent cannot be taken back: the job has as good as finished, unless a sink hangs.
      await settledWithin(this.finished, PATIENCE)
    }
    this.fail(new JobError({ reason: 'cancelled', message: 'the job was cancelled' }))
    await this.finished.catch(() => {})
    return this.status()
  }

  private enter(state: JobState): void {
    this.state = state
    const status = this.status()
    this.options.listener.stateChanged(status)
    for (const listener of this.listeners) listener(status)
  }

  /** False while there are no threads. */
  private tell(message: ToWorker, thread?: number): boolean {
    if (this.pool === undefined) return false
    const { ports } = this.pool
    for (const port of thread === undefined ? ports : [ports[thread]]) port.postMessage(message)
    return true
  }

  private everyThread(at: 'planned'): Promise<void> {
    return new Promise((resolve) => {
      if (this.ending || this.reached[at] === this.execution.threads) resolve()
      else this.waiters.push({ at, resolve })
    })
  }

  /** True when this was the last thread to get there. */
  private reach(at: keyof Coordinator['reached']): boolean {
    this.reached[at]++
    if (this.reached[at] < this.execution.threads) return false
    for (const waiter of this.waiters) if (waiter.at === at) waiter.resolve()
    return true
  }

  private obey(message: FromWorker, thread: number): void {
    switch (message.type) {
      case 'planned':
        this.threadIds[thread] = message.threadId
        if (message.graph !== undefined) this.structureDiffers(LogicalGraph.fromJSON(message.graph))
        else this.reach('planned')
        break
      case 'opened':
        if (this.reach('opened') && !this.ending) this.run()
        break
      case 'ended':
        if (this.reach('ended') && !this.ending) {
          this.ending = true
          this.committing = true
          this.tell({ type: 'commit' })
        }
        break
      case 'closed':
        this.remarks.push(...message.remarks)
        if (this.reach('closed')) {
          if (this.error === undefined) {
            this.finishing = true
            void this.finish()
          }
          this.allClosed?.()
        }
        break
      case 'failed':
        this.fail(new JobError(message.error))
        break
      case 'output':
        this.output.pump()
        break
      case 'result':
        if (message.result.kind === 'collect') {
          const { name, records } = message.result
          const all = this.collected.get(name) ?? []
          for (const record of records) all.push(record)
          this.collected.set(name, all)
        }
        this.options.listener.sinkResult(this.job, message.operatorId, message.result)
        break
      case 'skipped':
        void this.options.listener.printed(this.job, [skippedLine(message.error, message.count)])
        break
      case 'stdin':
        serveStdin(message.port)
        break
      default:
        this.observation.obey(message, thread)
    }
  }

  private run(): void {
    this.startedAt = Date.now()
    this.tell({ type: 'start' })
    this.enter('running')
    this.opened.resolve()
    if (this.stopAsked) {
      this.enter('stopping')
      this.tell({ type: 'stop' })
    }
  }

  private structureDiffers(theirs: LogicalGraph): void {
    const difference = firstDifference(this.plan.graph, theirs) ?? 'they differ'
    this.fail(
      new JobError({
        reason: 'invalid-job',
        message: `the job is not the same in every thread: ${difference}`,
        cure: 'every thread runs the module: the job must not depend on time, chance, or the thread',
      }),
    )
  }

  private taskName(thread: number): string | undefined {
    const task = this.signals.task(thread)
    return task === undefined ? undefined : taskName(this.execution, this.plan.graph, task)
  }

  private threadDied(error: Error, thread: number): void {
    if (this.ending && this.error !== undefined) return
    this.fail(threadDeath(this.execution, this.plan.graph, thread, this.signals.task(thread), error))
  }

  /** The first failure ends the job; later ones are its consequences. */
  private fail(error: unknown): void {
    if (this.error !== undefined || this.finishing) return
    this.ending = true
    this.error = isJobError(error) ? error : new JobError({ reason: 'internal', ...thrown(error) }, { cause: error })
    for (const waiter of this.waiters) waiter.resolve()
    void this.abort()
  }

  private async abort(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.allClosed = resolve
      if (this.reached.closed === this.execution.threads) resolve()
    })
    this.tell({ type: 'abort' })
    const stuck: string[] = []
    await settledWithin(closed, PATIENCE)
    for (let thread = 0; thread < this.execution.threads; thread++) {
      const name = this.taskName(thread)
      if (name !== undefined && this.reached.closed < this.execution.threads) stuck.push(name)
    }
    await this.terminate()
    const { data } = this.error!
    const details = [...(data.details ?? []), ...this.remarks]
    if (data.reason === 'cancelled') for (const name of stuck) details.push(`${name} did not return and was ended`)
    if (details.length > 0) this.error = new JobError({ ...data, details }, { cause: this.error!.cause })
    this.endedAt = Date.now()
    this.enter(data.reason === 'cancelled' ? 'cancelled' : 'failed')
    this.opened.reject(this.error!)
    if (data.reason === 'cancelled') this.settle.resolve(this.result('cancelled'))
    else this.settle.reject(this.error!)
  }

  private async finish(): Promise<void> {
    this.endedAt = Date.now()
    await this.terminate()
    const late = lateLines(this.plan.graph, this.observation.totals().instances)
    if (late.length > 0) void this.options.listener.printed(this.job, late)
    this.enter('finished')
    this.settle.resolve(this.result('finished'))
  }

  private async terminate(): Promise<void> {
    await this.output.finish()
    await this.pool?.terminate()
    this.terminated = true
    this.observation.end()
    await this.output.finish()
  }

  private result(state: 'finished' | 'cancelled'): JobResult {
    const durationMs = (this.endedAt ?? 0) - (this.startedAt ?? this.endedAt ?? 0)
    return { name: this.name, state, durationMs, results: Object.fromEntries(this.collected) }
  }
}
