import type { ControlledJob, JobState, JobStatus, TapSample } from '../../../runtime/src/control/index.ts'

/** A job that does what a test says. */
export function scriptedJob(job: number, name = `job ${job}`) {
  let state: JobState = 'running'
  const taps = new Map<number, (samples: readonly TapSample[]) => void>()
  const latencies = { watchers: 0 }
  let nextTap = 0
  const status = (): JobStatus => ({ job, name, state, threads: 2 })
  const controlled: ControlledJob = {
    job,
    graph: () => ({ logical: { operators: [] }, physical: { channels: [] } }),
    status,
    observation: {
      metrics: async () => ({ job, elapsedMs: 1, instances: [], edges: [], threads: [] }),
      totals: () => ({ job, elapsedMs: 1, instances: [], edges: [], threads: [] }),
      channels: () => ({ channels: [], leftOut: 0 }),
      watchLatency: () => {
        latencies.watchers++
        return () => latencies.watchers--
      },
      tap: ({ edges, listener }) => {
        if (edges.includes(404)) throw new Error('the job has no edge 404')
        const id = nextTap++
        taps.set(id, listener)
        return () => taps.delete(id)
      },
      queryState: async () => [],
      keyedOperators: async () => [],
      stateKeys: async () => ({ keys: [], more: false }),
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
  return { controlled, status, taps, latencies, setState: (next: JobState) => (state = next) }
}

export const lines = (...texts: string[]) => texts.map((text) => ({ text, stream: 'stdout' as const }))
