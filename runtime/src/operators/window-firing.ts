import { maxTimestamp, NO_TIMESTAMP, type Window } from '../time/index.ts'
import type { InstanceContext } from './operator.ts'
import { NOTHING } from './output.ts'
import type { WindowContext, WindowFunction } from './window-function.ts'

/** Results that windows emit before the chain takes them. */
const AT_ONCE = 128

/**
 * Calls the function of windows that fire, with the context it is given. Where it throws, the operator's `onError` says
 * what becomes of that, with key and window for a record; all other windows fire none the less.
 */
export class WindowFiring {
  private readonly fn: WindowFunction
  private readonly keyed: boolean
  private readonly instance: InstanceContext
  private readonly context: WindowContext & { watermark: number; timestamp: number }
  private emitted = 0

  constructor(fn: WindowFunction, keyed: boolean, instance: InstanceContext) {
    this.fn = fn
    this.keyed = keyed
    this.instance = instance
    const context = {
      watermark: NO_TIMESTAMP,
      timestamp: NO_TIMESTAMP,
      get now() {
        return instance.clock.now()
      },
      output(tag: { readonly id: string }, value: unknown) {
        instance.output.emitSide(tag.id, value, context.timestamp)
      },
    }
    this.context = context
  }

  /** What the functions of windows are told. */
  set watermark(watermark: number) {
    this.context.watermark = watermark
  }

  /**
   * The results of a window: of a function that gives many, one by one as they are pulled.
   *
   * @param otherwise the timestamp of results of a window that has no end
   */
  *results(accumulator: object, key: unknown, window: Window, otherwise: number): Generator<unknown> {
    if (!this.fn.many) {
      this.emit(accumulator, key, window, otherwise)
      yield NOTHING
      return
    }
    const { output } = this.instance
    const timestamp = timestampOf(window, otherwise)
    try {
      for (const value of this.call(accumulator, key, window, timestamp) as Iterable<unknown>) {
        output.timestamp = timestamp
        yield value
      }
    } catch (error) {
      this.failed(error, key, window, timestamp)
      yield NOTHING
    }
  }

  /** Emits the one result of a window; true if the chain should take what has been emitted before there is more. */
  emit(accumulator: object, key: unknown, window: Window, otherwise: number): boolean {
    const timestamp = timestampOf(window, otherwise)
    try {
      this.instance.output.emit(this.call(accumulator, key, window, timestamp), timestamp)
    } catch (error) {
      this.failed(error, key, window, timestamp)
    }
    return ++this.emitted % AT_ONCE === 0
  }

  private failed(error: unknown, key: unknown, window: Window, timestamp: number): void {
    this.instance.failed(error, this.keyed ? { key, window } : { window }, timestamp)
  }

  private call(accumulator: object, key: unknown, window: Window, timestamp: number): unknown {
    this.context.timestamp = timestamp
    return this.fn.result(accumulator, this.keyed ? key : undefined, window, this.context)
  }
}

function timestampOf(window: Window, otherwise: number): number {
  const last = maxTimestamp(window)
  return Number.isFinite(last) ? last : otherwise
}

/** What is thrown for a record without a timestamp. */
export function noTimestamp(what: string): Error {
  return new Error(`${what} works on event time, but the record has no timestamp: put assignTimestamps(..) before it`)
}
