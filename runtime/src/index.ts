export type { SourcePosition } from './failure/index.ts'
export { isJobError, JobError } from './failure/index.ts'
