import { checkOptions } from '../connectors/index.ts'
import type { OutputTag } from '../operators/index.ts'
import { isField, type Selector, windowJoin } from '../operators/index.ts'
import { needsTimestamps, processingTimeTumbling, tumbling, type WindowAssigner } from '../time/index.ts'
import type { DataStream } from './data-stream.ts'
import type { NewOperator } from './job-builder.ts'
import { internals, misuse, requireDuration, requireFunction, requireSelector, requireTag } from './operator-output.ts'
import type { Key, KeyField } from './types.ts'

export interface WindowJoinOptions<T, U, R> {
  /** The key of the records of each side: a field, or a function. */
  readonly left: KeyField<T> | ((record: T) => Key)
  readonly right: KeyField<U> | ((record: U) => Key)
  readonly window: WindowAssigner<T | U>
  /** What a pair becomes; `[left, right]` by default. */
  readonly join?: (left: T, right: U) => R
  /** Milliseconds that a window is kept for late records. Default 0. */
  readonly allowedLateness?: number
  /** Where records go that no window takes. */
  readonly lateTo?: OutputTag<T | U>
  readonly name?: string
}

const OPTIONS = ['left', 'right', 'window', 'join', 'allowedLateness', 'lateTo', 'name']

/** Both forms of `windowJoin`: keys both streams, and joins them. */
export function addWindowJoin(
  left: DataStream<any>,
  right: DataStream<any>,
  how: unknown,
  width: number | undefined,
  add: (left: any, right: any, operator: NewOperator) => DataStream<any>,
): DataStream<any> {
  const options = width === undefined && typeof how === 'object' && how !== null ? how : short(left, right, how, width)
  checkOptions('windowJoin', options, OPTIONS)
  const {
    window,
    join,
    allowedLateness = 0,
    lateTo,
    name = 'WindowJoin',
    ...keys
  } = options as WindowJoinOptions<any, any, any>
  requireSelector(keys.left, "windowJoin's left")
  requireSelector(keys.right, "windowJoin's right")
  if (join !== undefined) requireFunction(join, "windowJoin's join")
  if (lateTo !== undefined) requireTag(lateTo, 'lateTo')
  requireDuration(allowedLateness, 'allowedLateness', 0)
  const factory = windowJoin({
    assigner: window,
    join,
    allowedLateness,
    ...(lateTo === undefined ? {} : { lateTag: lateTo.id }),
  })
  const eventTime = needsTimestamps(window)
  return add(keyed(left, keys.left), keyed(right, keys.right), { kind: 'windowJoin', name, eventTime, factory })
}

function keyed(stream: DataStream<any>, selector: Selector): DataStream<any> {
  return isField(selector) ? stream.keyBy(selector as never) : stream.keyBy(selector as never)
}

function short(left: DataStream<any>, right: DataStream<any>, attribute: unknown, width: number | undefined) {
  if (width === undefined)
    throw misuse('windowJoin takes (other, { left, right, window, join }) or (other, attribute, width)')
  requireSelector(attribute, "windowJoin's attribute")
  requireDuration(width, "windowJoin's width", 1)
  const timed = [left, right].every((stream) => {
    const { builder, end } = stream[internals]
    return builder.givesTimestamps(end.operatorId)
  })
  return { left: attribute, right: attribute, window: timed ? tumbling(width) : processingTimeTumbling(width) }
}
