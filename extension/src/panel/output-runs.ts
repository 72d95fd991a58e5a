import { basename, dirname } from 'node:path'
import type { JobStatus } from 'millrace/control'
import type { PanelPlace, PanelRun } from 'millrace-webview/shared'
import type { JobOutput } from '../run/index.ts'

/** A run, as far as the view "Output" tells of it. */
export interface OutputRun {
  readonly id: number
  /** Absolute path of the job's file. */
  readonly file: string
  readonly state: PanelRun['state']
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly endedAt?: number
  readonly output: JobOutput
  readonly statuses: readonly Pick<JobStatus, 'threads'>[]
  readonly error?: JobStatus['error']
}

/** The runs to choose from, and the one that is shown. */
export interface OutputRuns {
  readonly all: readonly OutputRun[]
  readonly shown: OutputRun | undefined
  show(run: OutputRun): void
  /** Calls a function when a run has come, gone or changed, or another one is shown. Returns what ends that. */
  onChange(listener: () => void): () => void
}

/** What the view says of a run. */
export function panelRun({
  id,
  file,
  state,
  startedAt,
  endedAt,
  statuses,
  error,
}: Omit<OutputRun, 'output'>): PanelRun {
  const threads = Math.max(0, ...statuses.map((status) => status.threads))
  return {
    id,
    file: basename(file),
    state,
    startedAt,
    endedAt,
    threads: threads > 0 ? threads : undefined,
    error: error && {
      sentence: sentenceOf(error),
      place: error.position && placeOf(error.position),
      debuggable: error.failedCall !== undefined,
    },
  }
}

/** The folder that a run's relative paths start from. */
export const folderOf = ({ file }: Pick<OutputRun, 'file'>) => dirname(file)

type JobErrorData = NonNullable<JobStatus['error']>

/** `Parse[1]: Unexpected token`: what went wrong and where, without what follows it. */
export function sentenceOf({ message, operatorName, instance }: JobErrorData): string {
  const who = operatorName === undefined ? '' : `${operatorName}${instance === undefined ? '' : `[${instance}]`}: `
  return who + message.split('\n', 1)[0]
}

export function placeOf({ file, line, column }: NonNullable<JobErrorData['position']>): PanelPlace {
  return { path: file, line, column }
}
