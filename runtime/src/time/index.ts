export { type Clock, ManualClock, systemClock } from './clock.ts'
export { type Timer, TimerService } from './timer-service.ts'
export { FINAL_WATERMARK, isTimestamp, NO_TIMESTAMP, wrongTimestamp } from './timestamp.ts'
export {
  onCount,
  onEventTime,
  onEvery,
  onProcessingTime,
  purging,
  requireTrigger,
  type Trigger,
  type TriggerContext,
  type TriggerResult,
} from './trigger.ts'
export { WatermarkValve } from './watermark-valve.ts'
export { GLOBAL_WINDOW, maxTimestamp, type Window, windowStart } from './window.ts'
export {
  count,
  describeAssigner,
  global,
  needsTimestamps,
  processingTimeTumbling,
  requireAssigner,
  session,
  sliding,
  type TimeDomain,
  tumbling,
  type WindowAssigner,
} from './window-assigner.ts'
