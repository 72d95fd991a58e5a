export type { FailureReason, JobErrorData } from './job-error.ts'
export { describe, isJobError, JobError } from './job-error.ts'
export type { SourcePosition } from './source-position.ts'
