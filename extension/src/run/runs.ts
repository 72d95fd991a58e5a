import type { PastRun } from './past-run.ts'
import { type Prepare, Run } from './run.ts'
import type { RunRequest } from './run-request.ts'

/** How many runs that have ended are kept, each with its output. */
const MOST_ENDED = 20

/** Whether a run ends with this process. */
export type Lifetime = 'editor' | 'own'

/** The runs of this window: those that go on, and the last that have ended. */
export class Runs {
  private readonly list: Run[] = []
  private readonly listeners = new Set<() => void>()
  private readonly underWay = new Map<Run, { readonly end: Promise<void>; readonly lifetime: Lifetime }>()
  private inView: Run | undefined
  private next = 1

  /** The newest first. */
  get all(): readonly Run[] {
    return this.list
  }
  get running(): readonly Run[] {
    return this.list.filter((run) => !run.hasEnded)
  }
  /** The run that the views of the panel are about. */
  get shown(): Run | undefined {
    return this.inView
  }

  show(run: Run): void {
    if (this.inView === run) return
    this.inView = run
    this.notify()
  }

  /** Starts a run and shows it. */
  start(
    request: RunRequest,
    prepare: Prepare,
    { lifetime = 'editor', ...facts }: { lifetime?: Lifetime; startedAt?: number; debugged?: boolean } = {},
  ): Run {
    const run = new Run(this.next++, request, facts)
    this.list.unshift(run)
    run.onChange(() => this.notify())
    this.inView = run
    const end = run.follow(prepare).then(() => {
      this.underWay.delete(run)
      this.forget()
    })
    this.underWay.set(run, { end, lifetime })
    this.notify()
    return run
  }

  /** Adds runs that had ended before the window was loaded. None is shown before somebody chooses it. */
  restore(past: readonly PastRun[]): void {
    this.list.push(...past.map((one) => Run.past(this.next++, one)))
    this.list.sort((a, b) => b.startedAt - a.startedAt)
    this.forget()
  }

  /** Takes a run that has ended from the list. */
  remove(run: Run): void {
    const at = this.list.indexOf(run)
    if (at < 0 || !run.hasEnded) return
    this.list.splice(at, 1)
    if (this.inView === run) this.inView = this.list[0]
    this.notify()
  }

  /** Resolves when a run has ended and nothing of it is left. */
  async ended(run: Run): Promise<void> {
    await this.underWay.get(run)?.end
  }

  /** Calls a function when a run comes, goes or changes, or another one is shown. Returns what ends that. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Ends the runs that end with the editor, and resolves when nothing of them is left. */
  async dispose(): Promise<void> {
    const ending = [...this.underWay].filter(([, { lifetime }]) => lifetime === 'editor')
    for (const [run] of ending) run.cancel()
    await Promise.all(ending.map(([, { end }]) => end))
  }

  private forget(): void {
    const ended = this.list.filter((run) => run.hasEnded && run !== this.inView)
    for (const run of ended.slice(MOST_ENDED)) this.list.splice(this.list.indexOf(run), 1)
    this.notify()
  }

  private notify(): void {
    for (const listener of this.listeners) listener()
  }
}
