export { assignTimestamps, type TimestampOptions } from './assign-timestamps.ts'
export { type AsyncMapOptions, asyncMap, type RetryOptions } from './async-map.ts'
export { filter } from './filter.ts'
export { flatMap } from './flat-map.ts'
export { inspect } from './inspect.ts'
export { intervalJoin } from './interval-join.ts'
export { keyBy } from './key-by.ts'
export { map } from './map.ts'
export type { InstanceContext, OperatorFactory, OperatorInstance, TimeProgress } from './operator.ts'
export { NOTHING, Output, type SideBuffer } from './output.ts'
export { isOutputTag, type OutputTag, outputTag } from './output-tag.ts'
export { broadcastProcess, coProcess, processOperator } from './process.ts'
export type {
  BroadcastOpenContext,
  BroadcastProcessFunction,
  BroadcastState,
  Collector,
  CoProcessFunction,
  OpenContext,
  ProcessContext,
  ProcessFunction,
  TimerContext,
  Timers,
} from './process-function.ts'
export { reduce } from './reduce.ts'
export { describeSelector, isField, type Selector } from './selector.ts'
export { sum } from './sum.ts'
export { union } from './union.ts'
export { generalWindowOperator, windowOperator } from './window.ts'
export {
  type AggregateFunction,
  type WindowContext,
  type WindowFunction,
  windowAggregate,
  windowCount,
  windowMax,
  windowMin,
  windowProcess,
  windowReduce,
  windowSum,
} from './window-function.ts'
export { windowJoin } from './window-join.ts'
export type { WindowOptions } from './window-options.ts'
