import type { JobMetrics, JobState, JobStatus } from '../control/index.ts'
import { type JobResult, jobHost, type RunningJob } from '../execution/index.ts'
import { JobError } from '../failure/index.ts'

/** A job that was executed. */
export class JobHandle {
  readonly name: string
  private readonly running: RunningJob
  private awaited = false

  constructor(running: RunningJob) {
    this.name = running.name
    this.running = running
    running.finished.catch((error: JobError) => {
      // Whoever waits gets the failure; when nobody does it must not pass unseen.
      setImmediate(() => {
        if (this.awaited) return
        process.exitCode = 1
        // A supervisor has been told.
        if (jobHost() === undefined) console.error(error.message)
      })
    })
  }

  /** Settles when the job has ended, however it ended; never rejects. */
  get ended(): Promise<unknown> {
    return this.running.finished.catch(() => {})
  }

  /** Resolves when the job has finished or was cancelled; rejects with the JobError it failed with. */
  waitFinish(): Promise<JobResult> {
    this.awaited = true
    return this.running.finished
  }

  /** Sources end, what is in flight is drained, sinks close. Resolves when the job has ended. */
  stop(): Promise<JobStatus> {
    return this.running.stop()
  }

  /** Ends the job at once. Resolves when it has ended. */
  cancel(): Promise<JobStatus> {
    return this.running.cancel()
  }

  get status(): JobStatus {
    return this.running.status()
  }

  metrics(): JobMetrics {
    return this.running.observation.totals()
  }

  /** Records that the `collect` sinks of a name have received so far. */
  results(name = 'collect'): readonly unknown[] {
    return this.running.results(name)
  }

  /** Calls the listener whenever the job's state changes. */
  on(event: 'state', listener: (state: JobState, status: JobStatus) => void): this {
    if (event !== 'state') throw new TypeError(`there is no event '${String(event)}': a job has 'state'`)
    this.running.onState((status) => listener(status.state, status))
    return this
  }
}

/** A job of a file of which another one is run. */
export function skippedJob(name: string): JobHandle {
  return new JobHandle(ended(name, { name, state: 'skipped', durationMs: 0, results: {} }))
}

/** In a worker thread: a job that ran before the one the thread serves. Its results are not here. */
export function unavailableJob(name: string): JobHandle {
  const result = new Proxy({} as JobResult, {
    get(_target, property) {
      if (property === 'then') return undefined
      throw new JobError({
        reason: 'invalid-job',
        message: `the module reads the result of job '${name}' in a worker thread, which does not have it`,
        cure: 'every thread runs the module: let what comes after depend on a file or a parameter instead of an earlier result',
      })
    },
  })
  return new JobHandle(ended(name, result))
}

function ended(name: string, result: JobResult): RunningJob {
  const status: JobStatus = { job: -1, name, state: 'finished', threads: 0 }
  return {
    name,
    finished: Promise.resolve(result),
    status: () => status,
    stop: async () => status,
    cancel: async () => status,
    observation: { totals: () => ({ job: -1, elapsedMs: 0, instances: [], edges: [], threads: [] }) },
    results: () => result.results[name] ?? [],
    onState: () => {},
  }
}
