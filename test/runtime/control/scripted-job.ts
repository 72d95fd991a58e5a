import type { ControlledJob, JobState, JobStatus, TapSample } from '../../../runtime/src/control/index.ts'

/** A job that does what a test says. */
export function scriptedJob(job: number, name = `job ${job}`) {
  let state: JobState = 'running'
  const taps = new Map<number, (samples: readonly TapSample[]) => void>()
  let nextTap = 0
  const status = (): JobStatus => ({ job, name, state, threads: 2 })
  const controlled: ControlledJob = {
    job,
    queryState: async () => [],
    graph: () => ({ logical: { operators: [] }, physical: { channels: [] } }),
    status,
    metrics: () => ({ job, elapsedMs: 1, instances: [], edges: [], threads: [] }),
    tap: (_edges, _perSecond, listener) => {
      const id = nextTap++
      taps.set(id, listener)
      return () => taps.delete(id)
    },
    stop: async () => {
      state = 'finished'
      return status()
    },
    cancel: async () => {
      state = 'cancelled'
      return status()
    },
  }
  return { controlled, status, taps, setState: (next: JobState) => (state = next) }
}

export const lines = (...texts: string[]) => texts.map((text) => ({ text, stream: 'stdout' as const }))
