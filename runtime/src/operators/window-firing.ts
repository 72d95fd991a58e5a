import { maxTimestamp, type Window } from '../time/index.ts'
import type { InstanceContext } from './operator.ts'
import type { WindowContext, WindowFunction } from './window-function.ts'

/** Calls the function of windows that fire, with the context it is given. */
export class WindowFiring {
  readonly fn: WindowFunction
  private readonly instance: InstanceContext
  private readonly context: WindowContext & { watermark: number; timestamp: number }

  constructor(fn: WindowFunction, instance: InstanceContext) {
    this.fn = fn
    this.instance = instance
    const context = {
      watermark: Number.NEGATIVE_INFINITY,
      timestamp: 0,
      get now() {
        return instance.clock.now()
      },
      output(tag: { readonly id: string }, value: unknown) {
        instance.output.emitSide(tag.id, value, context.timestamp)
      },
    }
    this.context = context
  }

  /**
   * The results of a window, one by one, with their timestamp in the output.
   *
   * @param otherwise the timestamp of results of a window that has no end
   */
  *results(
    accumulator: object,
    key: unknown,
    window: Window,
    watermark: number,
    otherwise: number,
  ): Generator<unknown> {
    const { fn, context } = this
    const { output } = this.instance
    const timestamp = this.timestamp(window, otherwise)
    context.watermark = watermark
    context.timestamp = timestamp
    const result = fn.result(accumulator, key, window, context)
    if (!fn.many) {
      output.timestamp = timestamp
      yield result
      return
    }
    for (const value of result as Iterable<unknown>) {
      output.timestamp = timestamp
      yield value
    }
  }

  /** Emits the one result of a window at once. */
  emit(accumulator: object, key: unknown, window: Window, watermark: number, otherwise: number): void {
    const { context } = this
    const timestamp = this.timestamp(window, otherwise)
    context.watermark = watermark
    context.timestamp = timestamp
    this.instance.output.emit(this.fn.result(accumulator, key, window, context), timestamp)
  }

  private timestamp(window: Window, otherwise: number): number {
    const last = maxTimestamp(window)
    return Number.isFinite(last) ? last : otherwise
  }
}

/** What is thrown for a record without a timestamp. */
export function noTimestamp(what: string): Error {
  return new Error(`${what} works on event time, but the record has no timestamp: put assignTimestamps(..) before it`)
}
