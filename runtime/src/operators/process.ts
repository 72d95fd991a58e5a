import { callSite, JobError } from '../failure/index.ts'
import { BroadcastStates } from './broadcast-state.ts'
import type { OperatorFactory } from './operator.ts'
import type { BroadcastProcessFunction, CoProcessFunction, ProcessFunction } from './process-function.ts'
import { ProcessRuntime, type ProcessSnapshot, refuseUnfinished } from './process-runtime.ts'

/** One stream, keyed or not; without keys there are no timers and no state per key. */
export function processOperator(fn: ProcessFunction<any, any, any, any>, keyed: boolean): OperatorFactory {
  requireMethods('process', fn, ['onRecord'])
  if (!keyed && fn.onTimer !== undefined) {
    throw misuse('onTimer needs keys: timers belong to them', 'put keyBy(..) before process(..)')
  }
  return (instance) => {
    const runtime = new ProcessRuntime(fn, keyed, instance)
    const { context, out } = runtime
    return {
      shape: 'process',
      usesKey: true,
      functionOf: () => fn.onRecord,
      apply: (record, key, timestamp) => {
        runtime.enter(keyed ? key : undefined, timestamp)
        try {
          const result: unknown = fn.onRecord(record, context, out)
          if (result !== undefined) refuseUnfinished('onRecord', result)
        } finally {
          runtime.leave()
        }
      },
      ...runtime.methods,
    }
  }
}

/** Two keyed streams with one state. */
export function coProcess(fn: CoProcessFunction<any, any, any, any, any>): OperatorFactory {
  requireMethods('process', fn, ['onLeft', 'onRight'])
  return (instance) => {
    const runtime = new ProcessRuntime(fn, true, instance)
    const { context, out } = runtime
    return {
      shape: 'process',
      usesKey: true,
      functionOf: (port) => (port === 0 ? fn.onLeft : fn.onRight),
      apply: (record, key, timestamp, port) => {
        runtime.enter(key, timestamp)
        try {
          const result: unknown = port === 0 ? fn.onLeft(record, context, out) : fn.onRight(record, context, out)
          if (result !== undefined) refuseUnfinished(port === 0 ? 'onLeft' : 'onRight', result)
        } finally {
          runtime.leave()
        }
      },
      ...runtime.methods,
    }
  }
}

/** A stream, keyed or not, and one that every instance gets. */
export function broadcastProcess(
  fn: BroadcastProcessFunction<any, any, any, any, any>,
  keyed: boolean,
): OperatorFactory {
  requireMethods('process', fn, ['onRecord', 'onBroadcast'])
  if (!keyed && fn.onTimer !== undefined) {
    throw misuse('onTimer needs keys: timers belong to them', 'put keyBy(..) before connect(..)')
  }
  return (instance) => {
    const runtime = new ProcessRuntime(fn as never, keyed, instance)
    const broadcast = new BroadcastStates()
    const { context, out, opening } = runtime
    runtime.opening = (...where) =>
      Object.assign(opening(...where), { broadcastState: (name: string) => broadcast.declare(name) })
    return {
      shape: 'process',
      usesKey: true,
      functionOf: (port) => (port === 0 ? fn.onRecord : fn.onBroadcast),
      apply: (record, key, timestamp, port) => {
        const isRecord = port === 0
        runtime.enter(keyed && isRecord ? key : undefined, timestamp)
        broadcast.writable = !isRecord
        try {
          const result: unknown = isRecord
            ? fn.onRecord(record, context, out)
            : fn.onBroadcast(record, context as never, out)
          if (result !== undefined) refuseUnfinished(isRecord ? 'onRecord' : 'onBroadcast', result)
        } finally {
          broadcast.writable = false
          runtime.leave()
        }
      },
      ...runtime.methods,
      snapshot: () => ({ ...runtime.snapshot(), broadcast: broadcast.snapshot() }),
      restore: (snapshots) => {
        const all = snapshots.filter((one) => one !== undefined) as (ProcessSnapshot & { broadcast: unknown })[]
        runtime.restore(all)
        broadcast.restore(all.map((one) => one.broadcast))
      },
    }
  }
}

function requireMethods(method: string, fn: object, names: readonly string[]): void {
  for (const name of names) {
    if (typeof (fn as Record<string, unknown> | null)?.[name] === 'function') continue
    throw misuse(`${method}(..) takes an object with ${names.join(' and ')}, but ${name} is no function`)
  }
}

function misuse(message: string, cure?: string): JobError {
  return new JobError({ reason: 'invalid-job', message, cure, position: callSite() })
}
