export type { CollectorHost, CoordinatorHost, JobHost, JobOverrides, WorkerHost } from './job-host.ts'
export { jobHost, setJobHost } from './job-host.ts'
export type { JobConfig, JobPlan } from './job-plan.ts'
