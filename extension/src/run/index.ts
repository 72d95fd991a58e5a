export { AttachedJob } from './attached-job.ts'
export type { JobErrorData } from './error-data.ts'
export { findNode, type NodeChoice, type NodeWishes } from './find-node.ts'
export { findRuntime, type Runtime } from './find-runtime.ts'
export { findRuns, followRuns } from './found-runs.ts'
export { jobEnvironment } from './job-environment.ts'
export { JobOutput } from './job-output.ts'
export type { JobProcess } from './job-process.ts'
export {
  averagePoint,
  HISTORY_MS,
  MetricsHistory,
  type MetricsPoint,
  type OperatorPoint,
  SAMPLE_MS,
} from './metrics-history.ts'
export { type PastRun, pastRun } from './past-run.ts'
export { type PreviewRequest, PreviewRun, type PreviewState } from './preview-run.ts'
export { Previews } from './previews.ts'
export { Run } from './run.ts'
export { logicalOf, type ObservedJob, RunMetrics, sendersIn } from './run-metrics.ts'
export { type RunNote, RunNotes } from './run-notes.ts'
export type { RunOptions, RunRequest } from './run-request.ts'
export type { RunState } from './run-state.ts'
export { type Lifetime, Runs } from './runs.ts'
export { sentences } from './sentences.ts'
export { StandBy } from './stand-by.ts'
export {
  buildJob,
  previewHere,
  type StartSettings,
  standByFor,
  superviseApart,
  superviseHere,
} from './start-job.ts'
export { type TriedSink, tryJob } from './try-job.ts'
