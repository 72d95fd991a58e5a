import { type DataStream, Environment } from '../api/index.ts'
import { type DeterministicRun, type JobPlan, type JobSnapshot, openDeterministicRun } from '../execution/index.ts'
import { requireValid } from '../graph/index.ts'
import type { OutputTag } from '../operators/index.ts'
import type { StateBackend } from '../state/index.ts'
import { ManualClock, NO_TIMESTAMP } from '../time/index.ts'
import { collectingSink, type Emitted, emitted } from './collecting-sink.ts'
import { PushSource } from './push-source.ts'

export interface TestStreamOptions {
  /** Instances of each operator that does not say. Default 1. */
  readonly parallelism?: number
  /** Whether operators that can be are run as one task. Default true. */
  readonly chaining?: boolean
  /** Where the processing time begins, milliseconds. Default 0. */
  readonly startTime?: number
  /** Where keyed state is kept, as in an Environment. */
  readonly state?: StateBackend
  /** Lets chance, which can be repeated with the same seed, choose the order in which tasks have their turns. */
  readonly seed?: number
}

/** One input of the operators under test. */
export interface TestInput<T> {
  /** Gives a record to the operators and lets them deal with it. @param timestamp milliseconds; none if left out */
  push(record: T, timestamp?: number): void
  /** No record with this timestamp or an earlier one will come. */
  watermark(time: number): void
  /** No further records. */
  end(): void
}

/**
 * Operators under test: they run in this thread, a record at a time, and their processing time is what the test says.
 *
 * What user functions throw, these methods throw, as the `JobError` that a job would fail with.
 */
export class StreamHarness<Out> {
  /** What has come out so far, in order. */
  readonly output: Emitted<Out>[] = []
  private readonly build: (env: Environment) => DataStream<Out>
  private readonly clock: ManualClock
  private options: TestStreamOptions
  private run!: DeterministicRun
  private readonly sides = new Map<string, Emitted<unknown>[]>()
  private droppedBefore = 0

  private constructor(build: (env: Environment) => DataStream<Out>, options: TestStreamOptions) {
    this.build = build
    this.options = options
    this.clock = new ManualClock(options.startTime ?? 0)
  }

  /** @internal */
  static async open<Out>(build: (env: Environment) => DataStream<Out>, options: TestStreamOptions) {
    const harness = new StreamHarness(build, options)
    await harness.open(undefined)
    return harness
  }

  private async open(snapshot: JobSnapshot | undefined): Promise<void> {
    const { parallelism = 1, chaining = true, seed, state } = this.options
    const env = new Environment({ parallelism, chaining, state, checkRecords: true, threads: 1, maxParallelism: 128 })
    this.build(env).sink(collectingSink(this.output))
    const plan: JobPlan = env.plan('test')
    requireValid(plan.graph)
    this.run = await openDeterministicRun(plan, {
      clock: this.clock,
      ...(seed === undefined ? {} : { seed }),
      ...(snapshot === undefined ? {} : { snapshot }),
      unread: (_operatorId, tag, value, timestamp) => {
        const side = this.sides.get(tag) ?? []
        side.push(emitted(value, timestamp))
        this.sides.set(tag, side)
      },
    })
    this.run.run()
  }

  /** @internal */
  goOn(): void {
    this.run.run()
  }

  /** Lets processing time pass, to `time` milliseconds; what is due is done in the order of its time. */
  processingTime(time: number): void {
    this.clock.advance(time, () => this.run.run())
    this.run.run()
  }

  /** Stops the job: every input ends, and timers that timers set at the end do not fire. */
  stop(): void {
    this.run.stop()
    this.run.run()
  }

  /** Waits until no function has a promise under way that settles by itself. */
  async settled(): Promise<void> {
    await this.run.settle()
  }

  /** What went to a side output that nobody in the test reads. */
  sideOutput<T>(tag: OutputTag<T>): Emitted<T>[] {
    return (this.sides.get(tag.id) ?? []) as Emitted<T>[]
  }

  /** How many late records were dropped. */
  get dropped(): number {
    return this.droppedBefore + this.run.lateRecordsDropped
  }

  /** All operators have ended: every input has. */
  get ended(): boolean {
    return this.run.ended
  }

  /** Goes on with new operators that are given the state of these, at another parallelism if one is given. */
  async snapshotAndRestore(options: { readonly parallelism?: number } = {}): Promise<void> {
    await this.run.settle()
    const snapshot = this.run.snapshot()
    this.droppedBefore = this.dropped
    await this.run.close()
    this.options = { ...this.options, ...options }
    await this.open(snapshot)
  }

  /** Ends the operators. */
  async close(): Promise<void> {
    await this.run.close()
  }
}

function input<T>(source: PushSource<T>, goOn: () => void): TestInput<T> {
  const push = (item: Parameters<PushSource<T>['push']>[0]) => {
    source.push(item)
    goOn()
  }
  return {
    push: (value, timestamp = NO_TIMESTAMP) => push({ kind: 'record', value, timestamp }),
    watermark: (time) => push({ kind: 'watermark', time }),
    end: () => push({ kind: 'end' }),
  }
}

/**
 * Tests operators on one stream.
 *
 * @param build adds the operators to the input; called again for each restore
 */
export async function testStream<In, Out>(
  build: (input: DataStream<In>) => DataStream<Out>,
  options: TestStreamOptions = {},
): Promise<StreamHarness<Out> & TestInput<In>> {
  const source = new PushSource<In>()
  const harness = await StreamHarness.open((env) => build(env.source(source.source)), options)
  return Object.assign(
    harness,
    input<In>(source, () => harness.goOn()),
  )
}

/** Tests operators on two streams. */
export async function testStreams<Left, Right, Out>(
  build: (left: DataStream<Left>, right: DataStream<Right>) => DataStream<Out>,
  options: TestStreamOptions = {},
): Promise<StreamHarness<Out> & { readonly left: TestInput<Left>; readonly right: TestInput<Right> }> {
  const left = new PushSource<Left>()
  const right = new PushSource<Right>()
  const harness = await StreamHarness.open(
    (env) => build(env.source(left.source, 'Left'), env.source(right.source, 'Right')),
    options,
  )
  const goOn = () => harness.goOn()
  return Object.assign(harness, { left: input<Left>(left, goOn), right: input<Right>(right, goOn) })
}
