/** What a run does; the last four say how it has ended. */
export type RunState = 'building' | 'running' | 'stopping' | 'finished' | 'stopped' | 'cancelled' | 'failed'

const ENDED: ReadonlySet<RunState> = new Set(['finished', 'stopped', 'cancelled', 'failed'])

export const hasEnded = (state: RunState): boolean => ENDED.has(state)
