import type { ObservedRun } from '../diagram/index.ts'
import type { JobErrorData, PreviewRun, Previews, Run, Runs } from '../run/index.ts'

/** What diagrams show of their jobs: for each job file its newest run or preview, until somebody has it forgotten. */
export class LiveRuns {
  private readonly runs: Runs
  private readonly previews: Previews
  private readonly forgotten = new WeakSet<Run | PreviewRun>()
  private readonly watched = new WeakSet<Run>()
  private readonly listeners = new Set<(file: string) => void>()

  constructor(runs: Runs, previews: Previews) {
    this.runs = runs
    this.previews = previews
    previews.onChange(({ file }) => this.tell(file))
    runs.onChange(() => this.follow())
    this.follow()
  }

  /** What a diagram of a job shows. @param file absolute path of the job */
  of(file: string): ObservedRun | undefined {
    const run = this.runOf(file)
    const preview = this.previews.of(file)
    if (preview && preview.startedAt >= (run?.startedAt ?? 0)) {
      return this.forgotten.has(preview) || preview.state === 'cancelled' ? undefined : observedPreview(preview)
    }
    return run && !this.forgotten.has(run) ? observed(run) : undefined
  }

  /** The run itself. */
  runOf(file: string): Run | undefined {
    return this.runs.all.find((run) => run.file === file && !run.isPast)
  }

  forget(id: number): void {
    const run = this.runs.all.find((one) => one.id === id && one.hasEnded) ?? this.previews.byId(id)
    if (!run) return
    this.forgotten.add(run)
    this.tell(run.file)
  }

  /** Calls a function with the path of a job whose run has something new. Returns what ends that. */
  onChange(listener: (file: string) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  private follow(): void {
    for (const run of this.runs.all) {
      if (this.watched.has(run)) continue
      this.watched.add(run)
      run.onChange(() => this.tell(run.file))
      run.metrics.onSample(() => this.tell(run.file))
      this.tell(run.file)
    }
  }

  private tell(file: string): void {
    for (const listener of this.listeners) listener(file)
  }
}

function observed(run: Run): ObservedRun {
  const { id, state, error, statuses, metrics } = run
  const jobs = statuses.map(({ job, name }) => {
    const { graph, latest, before } = metrics.job(job) ?? {}
    return { job, name, graph: graph?.logical as ObservedRun['jobs'][number]['graph'], latest, before }
  })
  if (!error) return { id, state, jobs }
  const job = statuses.find((status) => status.state === 'failed')?.job ?? 0
  return { id, state, jobs, error: { ...whatOf(error), job } }
}

/** A preview counts what went along edges, and nothing of operators. */
function observedPreview({ id, state, request, result, error }: PreviewRun): ObservedRun {
  const { job, jobName: name, records } = request
  const edges = (result?.edges ?? []).flatMap(({ edgeId, numRecords }) =>
    edgeId === undefined ? [] : [{ edgeId, numRecords, numBytes: 0, queueFill: 0 }],
  )
  const latest = { job, elapsedMs: 0, instances: [], threads: [], edges }
  const shown = {
    ...{ id, preview: records },
    state: state === 'running' ? ('building' as const) : state === 'failed' ? state : ('finished' as const),
    jobs: [{ job, name, latest, ...(result?.graph ? { graph: result.graph } : {}) }],
  }
  if (!error) return shown
  // It is no run whose record could be debugged.
  return { ...shown, error: { ...whatOf(error), debuggable: false, job } }
}

function whatOf({ message, operatorId, record, failedCall }: JobErrorData) {
  return { message, operatorId, record, debuggable: failedCall !== undefined }
}
