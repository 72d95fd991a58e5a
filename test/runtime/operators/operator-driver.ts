import {
  type InstanceContext,
  NOTHING,
  type OperatorFactory,
  type OperatorInstance,
  Output,
} from '../../../runtime/src/operators/index.ts'
import { groupRange } from '../../../runtime/src/partitioning/index.ts'
import { HeapState, type KeyedStateStore } from '../../../runtime/src/state/index.ts'
import { ManualClock } from '../../../runtime/src/time/index.ts'

export interface Emitted {
  readonly value: unknown
  readonly timestamp: number
}

/**
 * Calls one operator instance as a chain does, without one: record by record, with watermarks and processing time said
 * by the test. For rules of single operators; what a job does is tested with jobs.
 */
export class OperatorDriver {
  readonly output: Emitted[] = []
  readonly sides = new Map<string, Emitted[]>()
  readonly clock = new ManualClock()
  dropped = 0
  readonly failures: unknown[] = []
  private readonly factory: OperatorFactory
  private readonly tags: readonly string[]
  private readonly makeState: (maxParallelism: number) => KeyedStateStore
  state!: KeyedStateStore
  instance!: OperatorInstance
  private out!: Output

  /** @param tags side outputs that are read */
  constructor(
    factory: OperatorFactory,
    tags: readonly string[] = [],
    makeState: (maxParallelism: number) => KeyedStateStore = (max) => new HeapState(max),
  ) {
    this.factory = factory
    this.tags = tags
    this.makeState = makeState
    this.make()
  }

  private make(): void {
    this.out = new Output(this.tags)
    this.state = this.makeState(128)
    const context: InstanceContext = {
      operatorId: 0,
      operatorName: 'operator',
      instance: 0,
      parallelism: 1,
      maxParallelism: 128,
      output: this.out,
      state: this.state,
      clock: this.clock,
      wake: () => {},
      lateRecordDropped: () => {
        this.dropped++
      },
      failed: (error) => {
        this.failures.push(error)
      },
    }
    this.instance = this.factory(context)
  }

  /** To be awaited before the first record where the operator has something to open. */
  async open(): Promise<this> {
    await this.instance.open?.()
    return this
  }

  push(value: unknown, timestamp = Number.NEGATIVE_INFINITY, key: unknown = 'k', port = 0): this {
    this.take(this.instance.apply!(value, key, timestamp, port) as Iterable<unknown> | undefined)
    return this
  }

  watermark(time: number): this {
    this.take(this.instance.onWatermark?.(time))
    return this
  }

  /** Advances the clock; the operator is called at each time it asked for. */
  processingTime(time: number): this {
    for (;;) {
      const next = this.instance.nextProcessingTime?.() ?? Number.POSITIVE_INFINITY
      if (next > time) break
      this.clock.advance(Math.max(next, this.clock.now()))
      this.take(this.instance.onProcessingTime?.(this.clock.now()))
    }
    this.clock.advance(time)
    return this
  }

  ready(): this {
    this.take(this.instance.ready?.())
    return this
  }

  /** The end of the input. */
  end(): this {
    this.watermark(Number.POSITIVE_INFINITY)
    this.take(this.instance.onEndOfProcessingTime?.())
    this.take(this.instance.finish?.())
    return this
  }

  /** Goes on with a new instance that has the state of this one. */
  async snapshotAndRestore(): Promise<this> {
    const groups = this.state.snapshot()
    const local = this.instance.snapshot?.()
    await this.instance.close?.()
    this.state.close()
    this.make()
    const [first, last] = groupRange(0, 128, 1)
    this.state.restore([...groups].filter(([group]) => group >= first && group <= last).map(([, bytes]) => bytes))
    if (local !== undefined) this.instance.restore?.([structuredClone(local)])
    await this.instance.open?.()
    this.instance.restored?.()
    return this
  }

  /** What has come out since the last look, as `value@timestamp`. */
  taken(): string[] {
    return this.output.splice(0).map(({ value, timestamp }) => `${show(value)}@${timestamp}`)
  }

  side(tag: string): Emitted[] {
    return this.sides.get(tag) ?? []
  }

  private take(results: Iterable<unknown> | undefined): void {
    this.collect()
    if (results === undefined) return
    for (const value of results) {
      this.collect()
      if (value !== NOTHING) this.output.push({ value, timestamp: this.out.timestamp })
    }
    this.collect()
  }

  private collect(): void {
    const { values, times } = this.out
    this.out.values = []
    this.out.times = []
    values.forEach((value, i) => {
      this.output.push({ value, timestamp: times[i] })
    })
    for (const [tag, side] of this.out.sides) {
      const all = this.sides.get(tag) ?? []
      side.values.forEach((value, i) => {
        all.push({ value, timestamp: side.times[i] })
      })
      side.values = []
      side.times = []
      this.sides.set(tag, all)
    }
    this.out.sided = false
  }
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
