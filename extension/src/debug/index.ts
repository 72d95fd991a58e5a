export { debugJob } from './debug-job.ts'
