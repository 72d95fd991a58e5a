export * from './protocol.ts'
export type { ControlledJob, JobListener } from './running-job.ts'
