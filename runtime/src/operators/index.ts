export { assignTimestamps, type TimestampOptions } from './assign-timestamps.ts'
export { filter } from './filter.ts'
export { flatMap } from './flat-map.ts'
export { inspect } from './inspect.ts'
export { keyBy } from './key-by.ts'
export { map } from './map.ts'
export type { InstanceContext, OperatorFactory, OperatorInstance, TimeProgress } from './operator.ts'
export { Output, type SideBuffer } from './output.ts'
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
export type { WindowOptions } from './window-options.ts'
