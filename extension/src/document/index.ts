export type { JobModel, JobOperator, TextRange, Unread } from './job-model.ts'
export { readJob } from './read-job.ts'
