import { unsafeUniformIntDistribution, xoroshiro128plus } from 'pure-rand'
import { isJobError } from '../../failure/index.ts'
import { type ExecutionGraph, expand } from '../../graph/index.ts'
import { openStateStores, type StateStores } from '../../state/index.ts'
import { type Clock, ManualClock } from '../../time/index.ts'
import { ChannelCounters, Credits } from '../channels/index.ts'
import { assignSplits } from '../coordinator/split-assignment.ts'
import type { JobPlan } from '../job-plan.ts'
import { MetricsMemory } from '../metrics-memory.ts'
import type { JobSnapshot, OperatorSnapshot } from '../snapshot.ts'
import type { EdgeWatcher } from '../taps/index.ts'
import { taskFailure } from '../task-failure.ts'
import type { Tasklet } from '../tasks/tasklet.ts'
import { buildTasks, type ThreadTasks } from '../workers/build-tasks.ts'
import { SinkEndings } from '../workers/sink-endings.ts'

export interface DeterministicOptions {
  /** A `ManualClock` is moved on when nothing else is to be done; any other is waited for. */
  readonly clock: Clock
  /**
   * Chooses the order in which tasks have their turns, and when what is buffered is sent. The same seed gives the same
   * run of the same job, as long as its functions wait for nothing outside. Without one all have their turns in order.
   */
  readonly seed?: number
  /** What the job goes on from. */
  readonly snapshot?: JobSnapshot
  /** Gets what operators put into side outputs that nobody reads. */
  readonly unread?: (operatorId: number, tag: string, value: unknown, timestamp: number) => void
  readonly watcher?: EdgeWatcher
}

const NOBODY: EdgeWatcher = { edges: new Set(), version: 0, sample() {} }

/** Milliseconds that a run waits for something outside before it lets time pass. */
const PATIENCE = 20

/**
 * Runs a job in this thread, a record at a time: one record to a batch, a call and a channel, on a clock that the caller
 * chooses. Chance, where it is asked for, comes from a seed: interleavings that a machine shows once in a thousand runs
 * can be looked for and repeated.
 */
export class DeterministicRun {
  private readonly plan: JobPlan
  private readonly options: DeterministicOptions
  private readonly execution: ExecutionGraph
  private readonly metrics: MetricsMemory
  private readonly runnable: Tasklet[] = []
  private readonly blocked = new Set<Tasklet>()
  private readonly random: (below: number) => number
  private readonly aborted = new AbortController()
  private tasks!: ThreadTasks
  private stores!: StateStores
  private endings!: SinkEndings
  private left: Tasklet[] = []
  private failure: { readonly error: unknown } | undefined
  private pending = 0
  private now = 0
  private woken: (() => void) | undefined

  constructor(plan: JobPlan, options: DeterministicOptions) {
    this.plan = { ...plan, config: { ...plan.config, channelCapacity: 1 } }
    this.options = options
    const expanded = expand(plan.graph, { threads: 1, buildTime: 0, chaining: plan.config.chaining })
    // Slot groups ask for threads of their own; here there is only one.
    this.execution = { ...expanded, threads: 1, instances: expanded.instances.map((own) => ({ ...own, thread: 0 })) }
    this.metrics = new MetricsMemory(this.execution, MetricsMemory.memory(this.execution))
    if (options.seed === undefined) this.random = () => 0
    else {
      const generator = xoroshiro128plus(options.seed)
      this.random = (below) => unsafeUniformIntDistribution(0, below - 1, generator)
    }
  }

  async open(): Promise<void> {
    const { plan, execution, options, metrics } = this
    const splits = await assignSplits(plan, execution)
    this.stores = await openStateStores(plan.config.state, (path) => plan.resolve(path))
    const about = (operatorId: number, instance: number) => {
      const { name, parallelism } = plan.graph.operator(operatorId)
      return { operatorId, operatorName: name, instance, parallelism, resolve: (path: string) => plan.resolve(path) }
    }
    const tasks = buildTasks({
      plan,
      execution,
      thread: 0,
      credits: new Credits(Credits.memory(execution.channels.length)),
      counters: new ChannelCounters(ChannelCounters.memory(execution.channels.length)),
      metrics,
      taps: options.watcher ?? NOBODY,
      latency: { memory: undefined },
      connections: [],
      splits,
      counting: true,
      clock: options.clock,
      stores: this.stores,
      fixed: { work: 1, batch: 1 },
      snapshot: options.snapshot,
      unread: options.unread,
      schedule: (task) => this.schedule(task),
      credited: () => {},
      failed: (error) => this.fail(error),
      pending: (promise, rejected) => {
        this.pending++
        promise.then(
          () => this.settledOne(),
          (error) => {
            rejected(error)
            this.settledOne()
          },
        )
      },
      skipped: () => {},
      writerContext: (operatorId, instance) => ({
        ...about(operatorId, instance),
        print: () => {},
        result: () => {},
      }),
      readerContext: (operatorId, instance, wake) => ({
        ...about(operatorId, instance),
        wake,
        signal: this.aborted.signal,
        stdin: () => process.stdin,
      }),
      printing: { operatorId: -1 },
    })
    this.tasks = tasks
    this.endings = new SinkEndings(tasks.writers, (error, operatorId, instance) =>
      taskFailure(error, plan.graph.operator(operatorId), instance),
    )
    for (const { operatorId, instance, operator } of tasks.operators) {
      await this.guarded(operatorId, instance, async () => {
        await operator.open?.()
        operator.restored?.()
      })
    }
    for (const { operatorId, instance, writer } of tasks.writers) {
      await this.guarded(operatorId, instance, () => writer.open?.())
    }
    for (const { operatorId, instance, reader } of tasks.sources) {
      await this.guarded(operatorId, instance, () => reader.open?.())
    }
    this.left = [...tasks.tasks]
    for (const task of tasks.tasks) this.schedule(task)
  }

  /** All tasks have ended. */
  get ended(): boolean {
    return this.left.length === 0
  }

  /** Late records that were dropped, of all operators. */
  get lateRecordsDropped(): number {
    let sum = 0
    for (const { id, parallelism } of this.execution.chains) {
      for (let instance = 0; instance < parallelism; instance++) {
        for (const dropped of this.metrics.of(id, instance).lateRecordsDropped) sum += dropped
      }
    }
    return sum
  }

  /** Goes on until no task makes progress. Throws what the job fails with. */
  run(): void {
    for (;;) {
      this.rethrow()
      for (const task of this.blocked) {
        if (!task.canGoOn()) continue
        this.blocked.delete(task)
        this.schedule(task)
      }
      if (this.runnable.length === 0) return
      const [task] = this.runnable.splice(this.random(this.runnable.length), 1)
      task.queued = false
      if (!task.done) this.turn(task)
    }
  }

  /** Sources end, and operators come to their ends. */
  stop(): void {
    for (const { operator } of this.tasks.operators) operator.stop?.()
    for (const source of this.tasks.sources) source.stop()
  }

  /** Goes on until nothing is under way that does not wait for the clock or for new input. */
  async settle(): Promise<void> {
    for (;;) {
      this.run()
      await new Promise((resolve) => setImmediate(resolve))
      if (this.runnable.length === 0 && this.failure === undefined) return
    }
  }

  /** Goes on to the end of the job; when nothing else is to be done, time passes. */
  async finish(): Promise<void> {
    for (;;) {
      await this.settle()
      if (this.ended && this.pending === 0) break
      if (this.waitsOutside() && (await this.wokenWithin(PATIENCE))) continue
      const { clock } = this.options
      const next = clock instanceof ManualClock ? clock.next : undefined
      if (next !== undefined) (clock as ManualClock).advance(next)
      else await this.wokenWithin(undefined)
    }
    await this.endings.prepare()
    await this.endings.commit()
  }

  /** The state between two records: to be called when nothing is under way. */
  snapshot(): JobSnapshot {
    const all = new Map<number, { groups: Map<number, Uint8Array>; local: unknown[]; positions: unknown[] }>()
    const of = (operatorId: number) => {
      let own = all.get(operatorId)
      if (own === undefined) {
        own = { groups: new Map(), local: [], positions: [] }
        all.set(operatorId, own)
      }
      return own
    }
    for (const { operatorId, instance, operator, state } of this.tasks.operators) {
      const own = of(operatorId)
      for (const [group, bytes] of state.snapshot()) own.groups.set(group, bytes)
      if (operator.snapshot) own.local[instance] = structuredClone(operator.snapshot())
    }
    for (const { operatorId, instance, reader } of this.tasks.sources) {
      of(operatorId).positions[instance] = structuredClone(reader.snapshot())
    }
    return all as ReadonlyMap<number, OperatorSnapshot>
  }

  async close(): Promise<void> {
    this.aborted.abort()
    const { tasks } = this
    for (const task of tasks.tasks) task.close()
    for (const source of tasks.sources) await source.close()
    for (const { writer } of tasks.writers) await writer.close?.()
    for (const { operator, state } of tasks.operators) {
      await operator.close?.()
      state.close()
    }
    await this.stores.close()
  }

  private turn(task: Tasklet): void {
    this.now++
    let progress: boolean
    try {
      progress = task.call(this.now)
      if (this.random(8) === 1) task.flushOld(this.now + 1_000)
    } catch (error) {
      this.fail(this.attributed(error, task))
      return
    }
    if (task.done) this.left.splice(this.left.indexOf(task), 1)
    else if (progress) this.schedule(task)
    else if (task.backPressured) this.blocked.add(task)
  }

  private schedule(task: Tasklet): void {
    if (task.queued || task.done) return
    task.queued = true
    this.runnable.push(task)
    this.wake()
  }

  private fail(error: unknown): void {
    this.failure ??= { error }
    this.wake()
  }

  private rethrow(): void {
    if (this.failure !== undefined) throw this.failure.error
  }

  private attributed(error: unknown, task: Tasklet): unknown {
    if (isJobError(error)) return error
    const { operatorId, index } = this.execution.instances[task.task]
    return taskFailure(error, this.plan.graph.operator(operatorId), index)
  }

  private async guarded(operatorId: number, instance: number, call: () => unknown): Promise<void> {
    try {
      await call()
    } catch (error) {
      throw taskFailure(error, this.plan.graph.operator(operatorId), instance)
    }
  }

  private settledOne(): void {
    this.pending--
    this.wake()
  }

  private wake(): void {
    this.woken?.()
    this.woken = undefined
  }

  private waitsOutside(): boolean {
    return (
      this.pending > 0 ||
      this.tasks.sources.some((source) => !source.ended) ||
      this.tasks.operators.some(({ operator }) => operator.busy?.()) ||
      this.blocked.size > 0
    )
  }

  /** True if there is something to do; waits at most so many milliseconds. */
  private wokenWithin(milliseconds: number | undefined): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(() => resolve(false), milliseconds)
      this.woken = () => {
        clearTimeout(timer)
        resolve(true)
      }
    })
  }
}
