import { type MessagePort, threadId } from 'node:worker_threads'
import type { ReaderContext, WriterContext } from '../../connectors/index.ts'
import { isJobError, JobError, type JobErrorData, userFrame } from '../../failure/index.ts'
import { type ExecutionGraph, expand, structuralHash } from '../../graph/index.ts'
import { openStateStores, type StateStores } from '../../state/index.ts'
import { systemClock } from '../../time/index.ts'
import { callingOperator } from '../chains/index.ts'
import {
  ChannelCounters,
  Connection,
  Credits,
  type Entry,
  type Inbox,
  portInbox,
  portTransport,
  Receiver,
  ringInbox,
  ringTransport,
} from '../channels/index.ts'
import type { JobPlan } from '../job-plan.ts'
import { MetricsMemory } from '../metrics-memory.ts'
import { ConsoleRedirect, OutputWriter } from '../output/index.ts'
import { taskFailure, thrown } from '../task-failure.ts'
import { ThreadLoop } from '../tasks/thread-loop.ts'
import { ThreadSignals } from '../tasks/thread-signals.ts'
import { buildTasks, type ThreadTasks } from './build-tasks.ts'
import type { FromWorker, SharedParts, ToWorker, WorkerStart } from './messages.ts'
import { ObservedThread } from './observed-thread.ts'
import { SinkEndings } from './sink-endings.ts'
import { stdinChunks } from './stdin-port.ts'

/** Milliseconds that sinks have to give up in after a failure. */
const ABORT_TIME = 500
/** Milliseconds between two reports of skipped records. */
const SKIPPED_INTERVAL = 250

/** One thread's part of a job, from the plan to the end: obeys the coordinator's messages and reports back. */
export class WorkerJob {
  private readonly start: WorkerStart
  private readonly port: MessagePort
  private readonly console = new ConsoleRedirect()
  private readonly stopped = new AbortController()
  private readonly observed: ObservedThread
  private plan: JobPlan | undefined
  private execution: ExecutionGraph | undefined
  private loop: ThreadLoop | undefined
  private tasks: ThreadTasks | undefined
  private stores: StateStores | undefined
  private readonly printing = { operatorId: -1 }
  /** Task id of the head that is being called, or -1. */
  private current = -1
  private endings: SinkEndings | undefined
  /** Promises that users' functions have returned, and that nobody waits for before the end. */
  private pending = 0
  private allSettled: (() => void) | undefined
  private closing: Promise<void> | undefined
  private closedSaid = false
  private failure = false
  private skipped: { error: JobErrorData; count: number } | undefined
  /** Resolves when the thread has nothing more to do for the job. */
  readonly closed: Promise<void>
  private resolveClosed!: () => void

  constructor(start: WorkerStart) {
    this.start = start
    this.port = start.port
    this.closed = new Promise((resolve) => {
      this.resolveClosed = resolve
    })
    this.observed = new ObservedThread((message) => this.send(message))
    this.port.on('message', (message: ToWorker) => this.obey(message))
  }

  /** The module has built the job. */
  planned(plan: JobPlan): void {
    this.plan = plan
    const same = structuralHash(plan.graph) === this.start.structure
    this.send({ type: 'planned', threadId, ...(same ? {} : { graph: plan.graph.toJSON() }) })
  }

  /** Something went wrong; the first failure is the job's. */
  readonly fail = (error: unknown): void => {
    if (this.failure) return
    this.failure = true
    this.loop?.stop()
    this.send({ type: 'failed', error: isJobError(error) ? error.data : this.describe(error) })
  }

  /** What was thrown outside of the loop: by the operator that is being called, if one is, or by a timer of its. */
  private describe(error: unknown): JobErrorData {
    const { operatorId } = this.printer()
    if (operatorId >= 0 && this.plan !== undefined) {
      const { index } = this.execution!.instances[this.current]
      return taskFailure(error, this.plan.graph.operator(operatorId), index).data
    }
    return { reason: 'user-code', thread: this.start.thread, ...thrown(error), position: userFrame(error) }
  }

  private send(message: FromWorker, transfer?: readonly MessagePort[]): void {
    this.port.postMessage(message, transfer as MessagePort[] | undefined)
  }

  private obey(message: ToWorker): void {
    switch (message.type) {
      case 'build':
        this.build(message.shared, message.splits).catch(this.fail)
        break
      case 'start':
        this.loop!.start(this.tasks!.tasks, () => this.ended())
        break
      case 'stop':
        this.stop()
        break
      case 'commit':
        this.commit().catch(this.fail)
        break
      case 'abort':
        this.abort().catch(() => this.close([]))
        break
      default:
        this.observed.obey(message)
    }
  }

  private stop(): void {
    for (const { operator } of this.tasks?.operators ?? []) operator.stop?.()
    for (const source of this.tasks?.sources ?? []) {
      try {
        source.stop()
      } catch (error) {
        this.fail(taskFailure(error, this.plan!.graph.operator(source.operatorId), source.instance))
      }
    }
  }

  private async build(shared: SharedParts, splits: ReadonlyMap<number, readonly unknown[]>): Promise<void> {
    const { start } = this
    const plan = this.plan!
    const execution = expand(plan.graph, {
      threads: start.threads,
      buildTime: start.buildTime,
      chaining: plan.config.chaining,
    })
    this.execution = execution
    const signals = new ThreadSignals(shared.signals)
    let deliver: (channel: number, entry: Entry) => void = () => {}
    let loop: ThreadLoop | undefined
    const connections = shared.outgoing.map((memory, thread) => {
      if (memory === undefined) return undefined
      const transport = memory instanceof SharedArrayBuffer ? ringTransport(memory) : portTransport(memory)
      return new Connection(transport, () => signals.wake(thread))
    })
    const inboxes = shared.incoming.flatMap((memory, thread): Inbox[] => {
      if (memory === undefined) return []
      const receiver = new Receiver((channel, entry) => deliver(channel, entry))
      return memory instanceof SharedArrayBuffer
        ? [ringInbox(memory, receiver, () => signals.wake(thread))]
        : [portInbox(memory, receiver, () => loop?.arrived())]
    })
    loop = new ThreadLoop(
      start.thread,
      signals,
      inboxes,
      connections.filter((connection) => connection !== undefined),
      (error, tasklet) => this.taskFailed(error, tasklet?.task),
      (task) => {
        this.current = task
        this.printing.operatorId = -1
      },
    )
    this.loop = loop
    const stores = await openStateStores(plan.config.state, (path) => plan.resolve(path))
    this.stores = stores
    // Loaded by itself: bundled, too, its functions are in a file of its name, by which a call stack knows them.
    const named = start.debugged ? (await import('./named-calls.ts')).namedCalls : undefined
    const tasks = buildTasks({
      plan,
      execution,
      thread: start.thread,
      credits: new Credits(shared.credits),
      counters: new ChannelCounters(shared.channels),
      metrics: new MetricsMemory(execution, shared.metrics),
      taps: this.observed.taps,
      latency: this.observed.latency,
      connections,
      splits,
      counting: start.counting,
      ...(named ? { named } : {}),
      clock: systemClock,
      stores,
      schedule: (task) => loop.schedule(task),
      credited: (thread) => (thread === start.thread ? loop.credited() : signals.wake(thread)),
      failed: this.fail,
      pending: (promise, rejected) => this.watch(promise, rejected),
      skipped: (operatorId, instance, error, record) => this.skip(operatorId, instance, error, record),
      writerContext: (operatorId, instance, task) => this.writerContext(operatorId, instance, task),
      readerContext: (operatorId, instance, wake) => this.readerContext(operatorId, instance, wake),
      printing: this.printing,
    })
    this.tasks = tasks
    this.observed.built(execution.chains, tasks.operators)
    this.endings = new SinkEndings(tasks.writers, (error, operatorId, instance) =>
      taskFailure(error, plan.graph.operator(operatorId), instance),
    )
    deliver = tasks.deliver
    this.console.connect(new OutputWriter(shared.output, () => this.send({ type: 'output' })), () => this.printer())
    await this.open(tasks, plan)
    this.send({ type: 'opened' })
  }

  /** The instance that is being run. */
  private printer(): { task: number; operatorId: number } {
    const { execution, current, printing } = this
    if (current < 0 || execution === undefined) return { task: -1, operatorId: -1 }
    const head = execution.instances[current]
    const operatorId = printing.operatorId >= 0 ? printing.operatorId : callingOperator()
    if (operatorId < 0) return { task: current, operatorId: head.operatorId }
    return { task: this.taskOf(operatorId, head.index), operatorId }
  }

  private taskOf(operatorId: number, index: number): number {
    return this.execution!.instances.findIndex((other) => other.operatorId === operatorId && other.index === index)
  }

  private async open(tasks: ThreadTasks, plan: JobPlan): Promise<void> {
    const opening = async (operatorId: number, instance: number, open: () => unknown) => {
      try {
        await open()
      } catch (error) {
        throw taskFailure(error, plan.graph.operator(operatorId), instance)
      }
    }
    await Promise.all([
      ...tasks.operators.map(({ operatorId, instance, operator }) =>
        opening(operatorId, instance, async () => {
          await operator.open?.()
          operator.restored?.()
        }),
      ),
      ...tasks.writers.map(({ operatorId, instance, writer }) => opening(operatorId, instance, () => writer.open?.())),
      ...tasks.sources.map((source) => opening(source.operatorId, source.instance, () => source.reader.open?.())),
    ])
  }

  private taskFailed(error: unknown, task: number | undefined): void {
    if (task === undefined || isJobError(error)) {
      this.fail(error)
      return
    }
    const { operatorId, index } = this.execution!.instances[task]
    this.fail(taskFailure(error, this.plan!.graph.operator(operatorId), index))
  }

  private skip(operatorId: number, instance: number, error: unknown, record: unknown): void {
    const { data } = taskFailure(error, this.plan!.graph.operator(operatorId), instance, { value: record })
    if (this.skipped === undefined) {
      this.skipped = { error: data, count: 0 }
      setTimeout(() => this.reportSkipped(), SKIPPED_INTERVAL).unref()
    }
    this.skipped.count++
  }

  private reportSkipped(): void {
    if (this.skipped !== undefined) this.send({ type: 'skipped', ...this.skipped })
    this.skipped = undefined
  }

  private writerContext(operatorId: number, instance: number, task: number): WriterContext {
    const { name, parallelism } = this.plan!.graph.operator(operatorId)
    return {
      operatorId,
      operatorName: name,
      instance,
      parallelism,
      resolve: (path) => this.plan!.resolve(path),
      print: (text) => this.console.print('stdout', task, operatorId, text),
      result: (result) => this.send({ type: 'result', operatorId, result }),
    }
  }

  private readerContext(operatorId: number, instance: number, wake: () => void): ReaderContext {
    const { name, parallelism } = this.plan!.graph.operator(operatorId)
    return {
      operatorName: name,
      instance,
      parallelism,
      resolve: (path) => this.plan!.resolve(path),
      wake,
      signal: this.stopped.signal,
      stdin: () => stdinChunks((port) => this.send({ type: 'stdin', port }, [port])),
    }
  }

  private async ended(): Promise<void> {
    try {
      await this.promisesSettled()
      if (this.failure) return
      await this.endings!.prepare()
      this.reportSkipped()
      this.send({ type: 'ended' })
    } catch (error) {
      this.fail(error)
    }
  }

  private watch(promise: PromiseLike<unknown>, rejected: (error: unknown) => void): void {
    this.pending++
    const settled = () => {
      if (--this.pending === 0) this.allSettled?.()
    }
    promise.then(settled, (error: unknown) => {
      rejected(error)
      settled()
    })
  }

  private promisesSettled(): Promise<void> {
    return new Promise((resolve) => {
      if (this.pending === 0) resolve()
      else this.allSettled = resolve
    })
  }

  private async commit(): Promise<void> {
    await this.endings!.commit()
    await this.close([])
  }

  private async abort(): Promise<void> {
    this.failure = true
    this.loop?.stop()
    this.stopped.abort()
    const remarks: string[] = []
    await Promise.race([this.endings?.abort(remarks), new Promise((resolve) => setTimeout(resolve, ABORT_TIME))])
    await this.close(remarks)
  }

  private close(remarks: readonly string[]): Promise<void> {
    this.closing ??= this.closeAll()
    return this.closing.then(() => {
      if (this.closedSaid) return
      this.closedSaid = true
      this.send({ type: 'closed', remarks })
      this.resolveClosed()
    })
  }

  private async closeAll(): Promise<void> {
    this.stopped.abort()
    this.observed.taps.end()
    const { tasks, plan } = this
    const closing = async () => {
      for (const source of tasks?.sources ?? []) await source.close()
      for (const { writer } of tasks?.writers ?? []) await writer.close?.()
      for (const task of tasks?.tasks ?? []) task.close()
      for (const { operator, state } of tasks?.operators ?? []) {
        await operator.close?.()
        state.close()
      }
      await this.stores?.close()
    }
    try {
      await (this.failure
        ? Promise.race([closing(), new Promise((resolve) => setTimeout(resolve, ABORT_TIME))])
        : closing())
    } catch (error) {
      if (!this.failure) {
        this.fail(
          new JobError({
            reason: 'user-code',
            message: `closing failed: ${thrown(error).message}`,
            operatorName: plan?.name,
          }),
        )
        // The coordinator tells all threads to abort; this one then says that it has closed.
        await new Promise<void>((resolve) => {
          this.port.once('message', () => resolve())
        })
      }
    }
  }
}
