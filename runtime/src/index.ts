export * from './api/index.ts'
export * from './connectors/index.ts'
export type { JobMetrics, JobState, JobStatus } from './control/index.ts'
export type { DeadLetter, JobResult } from './execution/index.ts'
export type { FailureReason, JobErrorData, SourcePosition } from './failure/index.ts'
export { isJobError, JobError } from './failure/index.ts'
export type { Edge, ExecutionGraph, LogicalGraph, Operator } from './graph/index.ts'
export type {
  AggregateFunction,
  AsyncMapOptions,
  BroadcastOpenContext,
  BroadcastProcessFunction,
  BroadcastState,
  Collector,
  CoProcessFunction,
  OpenContext,
  OutputTag,
  ProcessContext,
  ProcessFunction,
  RetryOptions,
  TimerContext,
  Timers,
  TimestampOptions,
  WindowContext,
} from './operators/index.ts'
export { outputTag } from './operators/index.ts'
export type { StrategyName } from './partitioning/index.ts'
export type {
  DiskOptions,
  ListState,
  MapState,
  ReducingState,
  StateBackend,
  StateDeclarations,
  TtlOptions,
  ValueState,
  ValueStateOptions,
} from './state/index.ts'
export { disk } from './state/index.ts'
export type { Trigger, TriggerContext, TriggerResult, Window, WindowAssigner } from './time/index.ts'
export {
  count,
  global,
  onCount,
  onEventTime,
  onEvery,
  onProcessingTime,
  purging,
  session,
  sliding,
  tumbling,
} from './time/index.ts'
