import { KeyedStates } from '../state/index.ts'
import { FINAL_WATERMARK, NO_TIMESTAMP, TimerService } from '../time/index.ts'
import type { InstanceContext, OperatorInstance } from './operator.ts'
import { NOTHING } from './output.ts'
import type { Collector, OpenContext, TimerContext, Timers } from './process-function.ts'

interface Functions {
  open?(context: OpenContext): unknown
  onTimer?(time: number, context: TimerContext<unknown, unknown>, out: Collector<unknown>): void
  close?(): void | Promise<void>
}

type Context = { -readonly [P in keyof TimerContext<unknown, unknown>]: TimerContext<unknown, unknown>[P] }

/** How far an instance was when its state was saved. */
export interface ProcessSnapshot {
  readonly watermark: number
}

/** What all functions with a context share: the context itself, their state, and their timers. */
export class ProcessRuntime {
  readonly context: Context
  readonly out: Collector<unknown>
  /** The key that is being processed; undefined while there is none. */
  private readonly current: { key: unknown } = { key: undefined }
  /** A function of the user's has been called and has not returned. */
  private entered = false
  private readonly fn: Functions
  private readonly keyed: boolean
  private readonly instance: InstanceContext
  private readonly eventTimers: TimerService
  private readonly processingTimers: TimerService
  private stopped = false

  constructor(fn: Functions, keyed: boolean, instance: InstanceContext) {
    this.fn = fn
    this.keyed = keyed
    this.instance = instance
    this.eventTimers = new TimerService(instance.state.table('timers:event', 'nothing'))
    this.processingTimers = new TimerService(instance.state.table('timers:processing', 'nothing'))
    const { output, clock } = instance
    const context: Context = {
      key: undefined,
      timestamp: undefined,
      watermark: NO_TIMESTAMP,
      get now() {
        return clock.now()
      },
      timers: this.timers(keyed),
      state: undefined,
      timeDomain: 'event',
      output: (tag, record) => {
        if (!this.entered) throw this.notNow(`the output '${tag.id}'`)
        output.emitSide(tag.id, record, context.timestamp ?? NO_TIMESTAMP)
      },
    }
    this.context = context
    this.out = {
      collect: (record) => {
        if (!this.entered) throw this.notNow('out')
        output.emit(record, context.timestamp ?? NO_TIMESTAMP)
      },
    }
  }

  /** To be called before each record; `leave` follows, whatever the function does. */
  enter(key: unknown, timestamp: number): void {
    this.entered = true
    this.current.key = key
    this.context.key = key
    this.context.timestamp = timestamp === NO_TIMESTAMP ? undefined : timestamp
  }

  /**
   * The function has returned. There is one context for all records, so what a promise or a timer of Node's used later
   * would be that of another one.
   */
  leave(): void {
    this.entered = false
    this.current.key = undefined
    this.context.key = undefined
  }

  snapshot(): ProcessSnapshot {
    return { watermark: this.context.watermark }
  }

  restore(snapshots: readonly ProcessSnapshot[]): void {
    this.context.watermark = Math.min(...snapshots.map(({ watermark }) => watermark))
  }

  /** The methods of an operator instance that have to do with opening, time and closing. */
  get methods(): Partial<OperatorInstance> {
    return {
      open: async () => {
        if (this.fn.open === undefined) return
        const states = new KeyedStates(this.instance.state, this.current, this.instance.clock, (what) =>
          this.noKey(what),
        )
        const { instance, parallelism } = this.instance
        this.context.state = await this.fn.open(this.opening(states, instance, parallelism))
        states.seal()
      },
      snapshot: () => this.snapshot(),
      restore: (snapshots) => this.restore(snapshots as readonly ProcessSnapshot[]),
      restored: () => {
        this.eventTimers.restored()
        this.processingTimers.restored()
      },
      onWatermark: (watermark) => {
        // What a restore says once more is no advance: timers in the past go on waiting for one.
        if (watermark <= this.context.watermark) return undefined
        this.context.watermark = watermark
        this.sealLast()
        return this.eventTimers.due(watermark) ? this.call(this.eventTimers, watermark, 'event') : undefined
      },
      stop: () => {
        this.stopped = true
        this.sealLast()
      },
      nextProcessingTime: () => this.processingTimers.next(),
      onProcessingTime: (now) =>
        this.processingTimers.due(now) ? this.call(this.processingTimers, now, 'processing') : undefined,
      close: () => this.fn.close?.(),
    }
  }

  /**
   * At the end of its input a timer that sets another goes on for ever, as it does in Flink; it does not when the job is
   * to stop.
   */
  private sealLast(): void {
    if (this.stopped && this.context.watermark === FINAL_WATERMARK) this.eventTimers.seal()
  }

  /** What `open` gets; other kinds of functions add to it. */
  opening: (states: KeyedStates, instance: number, parallelism: number) => OpenContext = (
    states,
    instance,
    parallelism,
  ) => ({
    instance,
    parallelism,
    ...(this.keyed
      ? {
          state: states.state,
          listState: states.listState,
          mapState: states.mapState,
          reducingState: states.reducingState,
        }
      : NO_STATE),
  })

  private *call(service: TimerService, until: number, timeDomain: 'event' | 'processing'): Generator<unknown> {
    const { fn, context, instance, out } = this
    for (const { key, time } of service.advance(until)) {
      this.enter(key, time)
      context.timeDomain = timeDomain
      try {
        const result: unknown = fn.onTimer?.(time, context, out)
        if (result !== undefined) refuseUnfinished('onTimer', result)
      } catch (error) {
        instance.failed(error, { key, timer: time }, time)
      } finally {
        this.leave()
      }
      // What this timer has emitted goes out before the next one is called.
      yield NOTHING
    }
  }

  private noKey(what: string): Error {
    if (!this.entered) return this.notNow(what)
    return new Error(`${what} cannot be used in onBroadcast: a broadcast record has no key`)
  }

  private notNow(what: string): Error {
    const later = this.keyed ? ', or register a timer to go on later' : ''
    return new Error(
      `'${this.instance.operatorName}' uses ${what} while it processes no record: context, state and out are those of a record only until the function returns; put asyncMap(..) before it for what takes time${later}`,
    )
  }

  private timers(keyed: boolean): Timers {
    const { current, eventTimers, processingTimers } = this
    const key = (): unknown => {
      if (!keyed) throw new Error('timers belong to keys, and the stream has none: put keyBy(..) before process(..)')
      if (current.key === undefined) throw this.noKey('its timers')
      return current.key
    }
    return {
      registerEventTime: (time) => eventTimers.register(key(), time),
      deleteEventTime: (time) => eventTimers.delete(key(), time),
      registerProcessingTime: (time) => processingTimers.register(key(), time),
      deleteProcessingTime: (time) => processingTimers.delete(key(), time),
    }
  }
}

/**
 * A function is done with its record when it returns: there is one context and one current key for all records, and what
 * goes on later would read and write the state of another. A promise says that something goes on, a generator that
 * nothing has begun.
 */
export function refuseUnfinished(method: string, result: unknown): void {
  if (typeof result !== 'object' || result === null) return
  if (typeof (result as Partial<PromiseLike<unknown>>).then === 'function') {
    // How it ends no longer matters, but must not end the process.
    ;(result as PromiseLike<unknown>).then(undefined, () => {})
    throw new TypeError(
      `${method} returned a promise, but its context and state are those of its record only until it returns: put asyncMap(..) before it for what takes time`,
    )
  }
  if (typeof (result as Partial<Iterator<unknown>>).next === 'function') {
    throw new TypeError(`${method} is a generator, which nobody runs: emit with out.collect(..)`)
  }
}

function noState(): never {
  throw new Error(
    'this state belongs to keys, and the stream has none: put keyBy(..) before process(..) or connect(..)',
  )
}
const NO_STATE = { state: noState, listState: noState, mapState: noState, reducingState: noState }
