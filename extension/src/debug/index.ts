export { debugJob } from './debug-job.ts'
export type { Replay } from './session-folder.ts'
export { type StoppedThread, StoppedThreads } from './stopped-threads.ts'
