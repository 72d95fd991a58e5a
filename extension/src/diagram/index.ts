export { factoriesOf } from './drawing/arguments.ts'
export { changeOf } from './drawing/change.ts'
export { type OutlineEntry, outline } from './drawing/outline.ts'
export { paletteOf } from './drawing/palette.ts'
export { type DiagramLanguage, type DiagramWatcher, JobDiagram } from './job/job-diagram.ts'
export type { JobText, SidecarFile } from './job/job-text.ts'
export { operatorAt, type TextProblem } from './job/places.ts'
export { type BreakpointPlace, debuggingOf } from './live/debugging.ts'
export { liveOf, type ObservedRun, type ObservedRunJob } from './live/live.ts'
export { type LiveRate, liveRates } from './live/live-rates.ts'
export { type Matching, matchRun, type RunGraph } from './live/operators-of-run.ts'
export {
  edgeInRun,
  edgesAt,
  edgesOfOperators,
  type JobGraph,
  jobNameOf,
  type OperatorInJob,
  operatorInJob,
} from './live/places-in-run.ts'
