export { JobOutput, type Run } from './job-output.ts'
export { JobRunner, type RunOptions } from './job-runner.ts'
