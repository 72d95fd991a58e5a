export type { BuildOptions, Bundle } from './build.ts'
export { build } from './build.ts'
export { filesFolder } from './bundle-folder.ts'
export type { ChildMode } from './child-settings.ts'
export type { CollectedGraph } from './collect.ts'
export { collectGraphs } from './collect.ts'
export { JobChild, type ProcessOptions } from './job-child.ts'
export type { SuperviseOptions } from './launch.ts'
export { superviseJob } from './launch.ts'
export {
  type Preview,
  type PreviewedEdge,
  type PreviewedRecord,
  type PreviewedSource,
  type PreviewJobOptions,
  previewJob,
} from './preview.ts'
export { type RunningJobFile, runningJobs } from './running-jobs.ts'
export type { ExitReport, SupervisedJob, SupervisedJobEvents } from './supervised-job.ts'
