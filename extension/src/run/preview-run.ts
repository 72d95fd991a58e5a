import type { Preview, PreviewJobOptions } from 'millrace/supervisor'
import type { JobErrorData } from './error-data.ts'
import type { RunRequest } from './run-request.ts'
import { errorData } from './sentences.ts'

/** The preview that somebody asks for, and asks for again. */
export interface PreviewRequest {
  readonly run: RunRequest
  /** Number of the job in its file, and the name its `execute` gives it. */
  readonly job: number
  readonly jobName: string
  /** The operator after which it ends: its id, uid or name; none: all of the job. */
  readonly operator?: PreviewJobOptions['operator']
  /** What the operator is called. */
  readonly operatorName?: string
  /** Records that each source gives at most. */
  readonly records: number
  /** Milliseconds that all may take. */
  readonly timeoutMs: number
}

export type PreviewState = 'running' | 'cancelled' | Preview['ended']

/** What builds the job, and then makes its preview. */
export type PreparePreview = (signal: AbortSignal) => Promise<Preview>

/** One preview of a job file, from its build to what it has found. Knows nothing of windows. */
export class PreviewRun {
  /** Below 0: runs count up, and both can be in a diagram. */
  readonly id: number
  readonly request: PreviewRequest
  /** The job's text that is previewed. */
  readonly text: string
  /** Milliseconds since the epoch. */
  readonly startedAt = Date.now()
  private readonly abort = new AbortController()
  private current: PreviewState = 'running'
  private over: number | undefined
  private found: Preview | undefined
  private failure: JobErrorData | undefined

  constructor(id: number, request: PreviewRequest, text: string) {
    this.id = id
    this.request = request
    this.text = text
  }

  get file(): string {
    return this.request.run.file
  }
  get state(): PreviewState {
    return this.current
  }
  get endedAt(): number | undefined {
    return this.over
  }
  /** What it has found; undefined before its end, and where the job could not be built. */
  get result(): Preview | undefined {
    return this.found
  }
  /** Why it failed. */
  get error(): JobErrorData | undefined {
    return this.failure
  }

  /** Resolves, and never rejects, when nothing of it is left. */
  async follow(prepare: PreparePreview): Promise<void> {
    const { signal } = this.abort
    try {
      const preview = await prepare(signal)
      this.found = preview
      this.failure = preview.error
      this.current = signal.aborted ? 'cancelled' : preview.ended
    } catch (error) {
      this.current = signal.aborted ? 'cancelled' : 'failed'
      if (!signal.aborted) this.failure = errorData(error)
    }
    this.over = Date.now()
  }

  cancel(): void {
    this.abort.abort()
  }
}
