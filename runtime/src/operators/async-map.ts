import { callSite, JobError, nearest } from '../failure/index.ts'
import { type Clock, NO_TIMESTAMP } from '../time/index.ts'
import type { InstanceContext, OperatorFactory, OperatorInstance } from './operator.ts'

export interface AsyncMapOptions {
  /** Records under way at a time, of each instance; more have to wait. Default 100. */
  readonly capacity?: number
  /** Milliseconds that one record may take, all its attempts together. Default: as long as it takes. */
  readonly timeout?: number
  /** Whether results keep the order of their records. Default true. */
  readonly ordered?: boolean
  readonly retry?: RetryOptions
}

export interface RetryOptions {
  /** Calls at most, the first included. */
  readonly attempts: number
  /** Milliseconds before the second call. Default 0. */
  readonly delay?: number
  /** By what the delay grows from call to call. Default 1. */
  readonly backoff?: number
  /** Whether to try again after an error. Default: always. */
  readonly when?: (error: unknown) => boolean
}

const CAPACITY = 100
const OPTIONS = ['capacity', 'timeout', 'ordered', 'retry']
const RETRY_OPTIONS = ['attempts', 'delay', 'backoff', 'when']

/** A record under way. */
interface Call {
  readonly record: unknown
  readonly timestamp: number
  state: 'under way' | 'done' | 'failed'
  /** The result, or the error. */
  outcome: unknown
  /** Cancels what it waits for. */
  cancel: (() => void) | undefined
}

/** Records between two watermarks, and the watermark behind them. */
interface Segment {
  /** Unordered: those that are under way. */
  readonly calls: Set<Call>
  /** Those that can go out: in the order of completion where that is asked for. */
  readonly queue: Call[]
  watermark: number
}

/**
 * Calls a function that returns a promise for each record, several at a time (Flink's `AsyncWaitOperator`). Results go
 * out in the order of their records, or as they come; a watermark is overtaken by none, and overtakes none.
 */
export function asyncMap(fn: (record: any) => unknown, options: AsyncMapOptions): OperatorFactory {
  checkOptions(options)
  return (context) => new AsyncMap(fn, options, context)
}

class AsyncMap implements OperatorInstance {
  readonly shape = 'process'
  private readonly fn: (record: unknown) => unknown
  private readonly capacity: number
  private readonly timeout: number | undefined
  private readonly ordered: boolean
  private readonly retry: RetryOptions
  private readonly context: InstanceContext
  private readonly clock: Clock
  /** The last one is open: it has no watermark yet. */
  private segments: Segment[] = [segment()]
  private underWay = 0
  /** The last watermark with nothing before it any more, and the last that was asked for. */
  private passed = NO_TIMESTAMP
  private told = NO_TIMESTAMP
  private closed = false

  constructor(fn: (record: unknown) => unknown, options: AsyncMapOptions, context: InstanceContext) {
    this.fn = fn
    this.capacity = options.capacity ?? CAPACITY
    this.timeout = options.timeout
    this.ordered = options.ordered ?? true
    this.retry = options.retry ?? { attempts: 1 }
    this.context = context
    this.clock = context.clock
  }

  readonly apply = (record: unknown, _key: unknown, timestamp: number): undefined => {
    this.begin(record, timestamp)
  }

  functionOf(): unknown {
    return this.fn
  }

  private begin(record: unknown, timestamp: number): void {
    const call: Call = { record, timestamp, state: 'under way', outcome: undefined, cancel: undefined }
    const own = this.segments[this.segments.length - 1]
    own.calls.add(call)
    if (this.ordered) own.queue.push(call)
    this.underWay++
    const finish = (state: 'done' | 'failed', outcome: unknown): void => {
      if (call.state !== 'under way' || this.closed) return
      call.state = state
      call.outcome = outcome
      stopTimeout?.()
      call.cancel = undefined
      own.calls.delete(call)
      if (!this.ordered) own.queue.push(call)
      this.context.wake()
    }
    const stopTimeout =
      this.timeout === undefined
        ? undefined
        : this.clock.at(this.clock.now() + this.timeout, () => {
            stopRetry?.()
            finish('failed', new TimeoutError(`the record took longer than ${this.timeout} ms`))
          })
    let stopRetry: (() => void) | undefined
    call.cancel = () => {
      stopTimeout?.()
      stopRetry?.()
    }
    const attempt = (count: number): void => {
      const failed = (error: unknown): void => {
        if (call.state !== 'under way' || this.closed) return
        const { attempts, delay = 0, backoff = 1, when } = this.retry
        try {
          if (count >= attempts || (when !== undefined && !when(error))) {
            finish('failed', error)
            return
          }
        } catch (thrown) {
          finish('failed', thrown)
          return
        }
        stopRetry = this.clock.at(this.clock.now() + delay * backoff ** (count - 1), () => attempt(count + 1))
      }
      let promise: PromiseLike<unknown>
      try {
        promise = Promise.resolve(this.fn(record))
      } catch (error) {
        failed(error)
        return
      }
      promise.then((result) => finish('done', result), failed)
    }
    attempt(1)
  }

  room(): number {
    return Math.max(0, this.capacity - this.underWay)
  }

  busy(): boolean {
    return this.underWay > 0
  }

  ready(): Iterable<unknown> | undefined {
    // A watermark that has passed goes out before what comes behind it.
    if (this.passed > this.told) return undefined
    const [first] = this.segments
    return first.queue.length > 0 && first.queue[0].state !== 'under way' ? this.results() : undefined
  }

  private *results(): Generator<unknown> {
    const [first] = this.segments
    for (;;) {
      const [call] = first.queue
      if (call === undefined || call.state === 'under way') break
      first.queue.shift()
      this.underWay--
      if (call.state === 'failed') {
        // It may throw: then the job has failed.
        this.context.failed(call.outcome, call.record, call.timestamp)
        continue
      }
      this.context.output.timestamp = call.timestamp
      yield call.outcome
    }
    this.passWatermarks()
  }

  /** A watermark with nothing before it any more is that of the output. */
  private passWatermarks(): void {
    while (this.segments.length > 1 && this.segments[0].queue.length === 0 && this.segments[0].calls.size === 0) {
      this.passed = this.segments.shift()!.watermark
    }
  }

  onWatermark(watermark: number): undefined {
    const own = this.segments[this.segments.length - 1]
    own.watermark = watermark
    // Without records between them the later of two watermarks is enough.
    if (own.calls.size > 0 || own.queue.length > 0 || this.segments.length === 1) this.segments.push(segment())
    else this.segments[this.segments.length - 2].watermark = watermark
    this.passWatermarks()
  }

  outputWatermark(): number {
    this.told = this.passed
    return this.passed
  }

  snapshot(): { record: unknown; timestamp: number }[] {
    return this.segments.flatMap(({ queue, calls }) =>
      [...new Set([...queue, ...calls])].map(({ record, timestamp }) => ({ record, timestamp })),
    )
  }

  restore(snapshots: readonly unknown[]): void {
    const { instance, parallelism } = this.context
    const all = (snapshots as { record: unknown; timestamp: number }[][]).flat()
    all.forEach(({ record, timestamp }, index) => {
      if (index % parallelism === instance) this.begin(record, timestamp)
    })
  }

  close(): void {
    this.closed = true
    for (const { calls } of this.segments) for (const call of calls) call.cancel?.()
    this.segments = [segment()]
    this.underWay = 0
  }
}

class TimeoutError extends Error {
  override readonly name = 'TimeoutError'
}

function segment(): Segment {
  return { calls: new Set(), queue: [], watermark: NO_TIMESTAMP }
}

function checkOptions(options: AsyncMapOptions): void {
  requireNames('asyncMap', options, OPTIONS)
  const { capacity, timeout, ordered, retry } = options
  if (capacity !== undefined) requireWhole('capacity of asyncMap', capacity)
  if (timeout !== undefined) requireWhole('timeout of asyncMap', timeout)
  if (ordered !== undefined && typeof ordered !== 'boolean') throw misuse('ordered of asyncMap must be true or false')
  if (retry === undefined) return
  requireNames("asyncMap's retry", retry, RETRY_OPTIONS)
  requireWhole("attempts of asyncMap's retry", retry.attempts)
  for (const name of ['delay', 'backoff'] as const) {
    const value = retry[name]
    if (value !== undefined && !(Number.isFinite(value) && value >= 0)) {
      throw misuse(`${name} of asyncMap's retry must be a number, at least 0, but is ${String(value)}`)
    }
  }
}

function requireNames(what: string, options: object, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null) throw misuse(`${what} takes an object of options`)
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue
    const near = nearest(name, known)
    throw misuse(
      `${what} has no option '${name}'`,
      near === undefined ? `there are ${known.join(', ')}` : `did you mean '${near}'?`,
    )
  }
}

function requireWhole(what: string, value: unknown): void {
  if (Number.isInteger(value) && (value as number) >= 1) return
  throw misuse(`the ${what} must be a whole number, at least 1, but is ${String(value)}`)
}

function misuse(message: string, cure?: string): JobError {
  return new JobError({ reason: 'invalid-job', message, cure, position: callSite() })
}
