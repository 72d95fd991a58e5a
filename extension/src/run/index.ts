export { findRuntime } from './find-runtime.ts'
export { JobOutput, type Run } from './job-output.ts'
export { JobRunner, type RunOptions } from './job-runner.ts'
export { sentences } from './sentences.ts'
