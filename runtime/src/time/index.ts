export { type Clock, ManualClock, systemClock } from './clock.ts'
export { FINAL_WATERMARK, NO_TIMESTAMP } from './timestamp.ts'
export { WatermarkValve } from './watermark-valve.ts'
