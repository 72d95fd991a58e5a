import {
  type BroadcastProcessFunction,
  broadcastProcess,
  type CoProcessFunction,
  coProcess,
} from '../operators/index.ts'
import type { DataStream } from './data-stream.ts'
import type { NewOperator } from './job-builder.ts'

type Add = (operator: NewOperator) => DataStream<any>

/** Two keyed streams that are processed by one operator with one state per key (Flink's `ConnectedStreams`). */
export class ConnectedStreams<K, L, R> {
  private readonly add: Add

  constructor(add: Add) {
    this.add = add
  }

  process<O, S = undefined>(fn: CoProcessFunction<K, L, R, O, S>, name = 'Connect'): DataStream<O> {
    return this.add({ kind: 'connect', name, factory: coProcess(fn as never) })
  }
}

/** A stream, and one whose records every instance gets (Flink's broadcast state pattern). */
export class BroadcastConnectedStreams<K, T, B> {
  private readonly keyed: boolean
  private readonly add: Add

  constructor(keyed: boolean, add: Add) {
    this.keyed = keyed
    this.add = add
  }

  process<O, S = undefined>(fn: BroadcastProcessFunction<K, T, B, O, S>, name = 'Connect'): DataStream<O> {
    return this.add({ kind: 'connect', name, factory: broadcastProcess(fn as never, this.keyed) })
  }
}
