import type { JobErrorData } from './error-data.ts'
import type { RunRequest } from './run-request.ts'
import type { RunState } from './run-state.ts'

/** What is kept of a run that has ended when the window is loaded again. Plain data; its output is not kept. */
export interface PastRun {
  readonly request: RunRequest
  readonly state: RunState
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly endedAt: number
  readonly debugged: boolean
  readonly recordsRead?: number
  /** Why it failed: the sentence and the place, without the record. */
  readonly error?: JobErrorData
}

/** @param run one that has ended, with all that is known of it */
export function pastRun({
  request,
  state,
  startedAt,
  endedAt = startedAt,
  debugged,
  recordsRead,
  error,
}: Omit<PastRun, 'endedAt'> & { readonly endedAt?: number }): PastRun {
  const { reason, message, operatorName, instance, position } = error ?? {}
  return {
    request,
    state,
    startedAt,
    endedAt,
    debugged,
    ...(recordsRead === undefined ? {} : { recordsRead }),
    ...(error ? { error: { reason, message, operatorName, instance, position } as JobErrorData } : {}),
  }
}
