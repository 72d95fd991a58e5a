/**
 * A task as its thread sees it: a piece of work that shares the thread with others.
 *
 * `call` does a bounded amount of work (well under a millisecond, unless one call of user code takes longer) and says
 * whether it made progress. It never blocks. A tasklet that made no progress is not called again before `schedule` was
 * called for it, so whatever makes new work for it (an entry, credit, a settled promise, a due timer) must do that;
 * forgetting it shows as a job that stands still.
 */
export interface Tasklet {
  /** Task id of the head's instance. */
  readonly task: number
  /** @param now milliseconds, monotonic */
  call(now: number): boolean
  /** All is done: the tasklet is never called again. */
  readonly done: boolean
  /** Sends what has lain in buffers for too long. */
  flushOld(now: number): void
  /** It made no progress because a channel has no room. */
  readonly backPressured: boolean
  /** Back-pressured, but there is room again. */
  canGoOn(): boolean
  /** Milliseconds spent in `call` are added here. */
  worked(milliseconds: number): void
  /** Queued by the loop; its own bookkeeping. */
  queued: boolean
}
