import type { JobHandle } from './job-handle.ts'

/** Jobs are counted across all copies of this module in a process. */
const symbol = Symbol.for('millrace.jobs.v1')

interface Jobs {
  made: number
  /** Settles when the job that runs last has ended. */
  last: Promise<unknown>
}

function jobs(): Jobs {
  const all = globalThis as Record<symbol, unknown>
  all[symbol] ??= { made: 0, last: Promise.resolve() } satisfies Jobs
  return all[symbol] as Jobs
}

/** The number of the next Environment: 0, 1, ... */
export function nextJob(): number {
  return jobs().made++
}

/** Starts a job when all that were executed before it have ended. */
export async function executeInTurn(start: () => Promise<JobHandle>): Promise<JobHandle> {
  const queue = jobs()
  const { last } = queue
  let ended!: () => void
  queue.last = new Promise<void>((resolve) => {
    ended = resolve
  })
  await last
  try {
    const handle = await start()
    handle.ended.then(ended)
    return handle
  } catch (error) {
    ended()
    throw error
  }
}
