import type { JobChild, ProcessOptions } from 'millrace/supervisor'
import type { Runtime } from './find-runtime.ts'

/** How a job's process is started. */
export interface ProcessStart extends Required<Pick<ProcessOptions, 'execPath' | 'env'>>, Pick<ProcessOptions, 'cwd'> {
  readonly runtime: Runtime
}

/** A job that goes on does not keep the next one waiting for its process for longer, milliseconds. */
const NEXT_MS = 3_000

/**
 * Keeps one process that waits for the next job, so that a run or a preview begins sooner: most are started as the last
 * one was. One that is to be started in another way has a process of its own.
 */
export class StandBy {
  private child: JobChild | undefined
  /** How `child` was started. */
  private startedAs = ''
  private timer: NodeJS.Timeout | undefined
  private disposed = false

  /** Gives away the process, if there is one that was started so. */
  take(start: ProcessStart): JobChild | undefined {
    const { child } = this
    if (child === undefined || this.startedAs !== asText(start)) return undefined
    this.child = undefined
    return child
  }

  /** Starts the next process once a job has ended, or goes on for long. */
  prepareAfter(ended: Promise<unknown>, start: ProcessStart): void {
    const prepare = () => this.prepare(start)
    clearTimeout(this.timer)
    this.timer = setTimeout(prepare, NEXT_MS)
    ended.then(prepare, prepare)
  }

  /** Starts a process, unless one waits that was started so. */
  prepare(start: ProcessStart): void {
    clearTimeout(this.timer)
    // The project's own runtime may be older.
    if (this.disposed || !('JobChild' in start.runtime)) return
    const startAs = asText(start)
    if (this.child?.waits && this.startedAs === startAs) return
    this.child?.end()
    this.child = undefined
    const { runtime, ...options } = start
    try {
      this.child = runtime.JobChild.standBy(options)
      this.startedAs = startAs
    } catch {
      // There may be no room for its folder. A job that is run says so.
    }
  }

  dispose(): void {
    this.disposed = true
    clearTimeout(this.timer)
    this.child?.end()
    this.child = undefined
  }
}

function asText({ runtime, execPath, env, cwd }: ProcessStart): string {
  const variables = Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([runtime.file, runtime.version, execPath, cwd, variables])
}
