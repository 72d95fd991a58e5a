import { callSite, JobError } from '../failure/index.ts'
import type { KeyedTable } from '../state/index.ts'
import { FINAL_WATERMARK, NO_TIMESTAMP } from '../time/index.ts'
import { DueKeys } from './due-keys.ts'
import type { InstanceContext, OperatorFactory, OperatorInstance } from './operator.ts'
import {
  dropBefore,
  firstAbove,
  firstFrom,
  firstTime,
  insert,
  isEmpty,
  type TimeBuffer,
  timeBuffer,
} from './time-buffer.ts'
import { noTimestamp } from './window-firing.ts'

export interface IntervalJoinOptions {
  /** A right record joins a left one whose timestamp it has, plus `lower` to plus `upper` milliseconds. */
  readonly lower: number
  readonly upper: number
  readonly lowerInclusive?: boolean
  readonly upperInclusive?: boolean
  /** What a pair becomes; `[left, right]` by default. */
  readonly join?: ((left: any, right: any) => unknown) | undefined
  readonly lateLeftTag?: string
  readonly lateRightTag?: string
}

/** What a key has of both inputs: records that can still be joined. A side that has any is due once, at some time. */
type Sides = readonly [left: TimeBuffer, right: TimeBuffer]

const PORTS = [0, 1] as const

/** Pairs that are emitted at once; more are pulled as there is room. */
const AT_ONCE = 64

/**
 * Pairs of records of two inputs with the same key whose timestamps are near (Flink's `IntervalJoinOperator`). A pair has
 * the larger timestamp of the two. A record is late when its timestamp is below the watermark; one that has it is on time,
 * so records are kept until the watermark is above the last timestamp that could join them.
 */
export function intervalJoin(options: IntervalJoinOptions): OperatorFactory {
  for (const name of ['lower', 'upper'] as const) {
    if (!Number.isSafeInteger(options[name])) {
      throw misuse(`${name} of intervalJoin must be a whole number of milliseconds, but is ${String(options[name])}`)
    }
  }
  const lower = options.lowerInclusive === false ? options.lower + 1 : options.lower
  const upper = options.upperInclusive === false ? options.upper - 1 : options.upper
  if (lower > upper) {
    throw misuse(
      `nothing lies between lower ${options.lower} and upper ${options.upper} of intervalJoin`,
      'lower is the smaller one: a right record joins from left + lower to left + upper',
    )
  }
  return (context) => new IntervalJoin(options, lower, upper, context)
}

class IntervalJoin implements OperatorInstance {
  readonly shape = 'process'
  readonly usesKey = true
  private readonly lower: number
  private readonly upper: number
  private readonly join: (left: unknown, right: unknown) => unknown
  private readonly lateTags: readonly (string | undefined)[]
  private readonly context: InstanceContext
  private readonly keys: KeyedTable<Sides>
  /** Keys whose side is to be looked at, once each, by port: the sides keep their records for times of their own. */
  private readonly due = [new DueKeys(), new DueKeys()] as const
  private watermark = NO_TIMESTAMP

  constructor(options: IntervalJoinOptions, lower: number, upper: number, context: InstanceContext) {
    this.lower = lower
    this.upper = upper
    this.join = options.join ?? ((left, right) => [left, right])
    this.lateTags = [options.lateLeftTag, options.lateRightTag]
    this.context = context
    this.keys = context.state.table('interval', ([left, right]) => ({
      left: left.values.slice(left.head),
      right: right.values.slice(right.head),
    }))
  }

  readonly apply = (record: unknown, key: unknown, time: number, port: number): Iterable<unknown> | undefined => {
    if (time === NO_TIMESTAMP) throw noTimestamp('an interval join')
    if (time < this.watermark) {
      this.refuse(record, time, this.lateTags[port])
      return undefined
    }
    let own = this.keys.get(key)
    const isNew = own === undefined
    own ??= [timeBuffer(), timeBuffer()]
    const mine = own[port]
    if (isEmpty(mine)) this.due[port].add(this.lastPartner(time, port), key)
    insert(mine, record, time)
    if (isNew) this.keys.set(key, own)
    else this.keys.changed(key, own)
    const other = own[1 - port]
    const from = firstFrom(other, port === 0 ? time + this.lower : time - this.upper)
    const to = firstAbove(other, port === 0 ? time + this.upper : time - this.lower)
    if (to - from > AT_ONCE) return this.pairs(record, time, port, other, from, to)
    for (let i = from; i < to; i++) {
      const pair = port === 0 ? this.join(record, other.values[i]) : this.join(other.values[i], record)
      this.context.output.emit(pair, Math.max(time, other.times[i]))
    }
    return undefined
  }

  private *pairs(record: unknown, time: number, port: number, other: TimeBuffer, from: number, to: number) {
    for (let i = from; i < to; i++) {
      const pair = port === 0 ? this.join(record, other.values[i]) : this.join(other.values[i], record)
      this.context.output.timestamp = Math.max(time, other.times[i])
      yield pair
    }
  }

  onWatermark(watermark: number): undefined {
    if (watermark <= this.watermark) return
    this.watermark = watermark
    if (watermark === FINAL_WATERMARK) return
    this.cleanUp(0, watermark - this.upper)
    this.cleanUp(1, watermark + this.lower)
  }

  /** Drops the records of one input that can be joined no more: those below a time. */
  private cleanUp(port: 0 | 1, below: number): void {
    const queue = this.due[port]
    while (queue.next < this.watermark) {
      for (const key of queue.take()) {
        const own = this.keys.get(key)
        if (own === undefined) continue
        const mine = own[port]
        dropBefore(mine, below)
        if (!isEmpty(mine)) queue.add(this.lastPartner(firstTime(mine), port), key)
        else if (isEmpty(own[1 - port])) {
          this.keys.delete(key)
          continue
        }
        this.keys.changed(key, own)
      }
    }
  }

  snapshot(): number {
    return this.watermark
  }

  restore(snapshots: readonly unknown[]): void {
    this.watermark = Math.min(...(snapshots as number[]))
  }

  restored(): void {
    for (const [key, own] of this.keys.entries()) {
      for (const port of PORTS) {
        if (!isEmpty(own[port])) this.due[port].add(this.lastPartner(firstTime(own[port]), port), key)
      }
    }
  }

  /** The last timestamp that a record can be joined with. When the watermark has passed it, the record is of no use. */
  private lastPartner(time: number, port: number): number {
    return port === 0 ? time + this.upper : time - this.lower
  }

  private refuse(record: unknown, time: number, tag: string | undefined): void {
    if (tag === undefined) this.context.lateRecordDropped()
    else this.context.output.emitSide(tag, record, time)
  }
}

function misuse(message: string, cure?: string): JobError {
  return new JobError({ reason: 'invalid-job', message, cure, position: callSite() })
}
