import type { ChannelMetrics, JobMetrics } from 'millrace/control'
import { type ExecutionGraph, expand, LogicalGraph, printPhysical, validate } from 'millrace/graph'

/** A job of a file, with its physical graph if it has one. */
export interface ShownJob {
  readonly job: number
  readonly name: string
  readonly logical?: LogicalGraph
  readonly execution?: ExecutionGraph
  /** Why it has no physical graph, or only a part of one. */
  readonly reason?: string
}

/** What the view "Physical graph" shows. */
export interface ShownGraphs {
  /** The job file's name. */
  readonly file: string
  readonly of: 'text' | 'run' | 'ended'
  readonly jobs: readonly ShownJob[]
  /** The job that is running, or that was the last to. */
  readonly current?: number
  /** Present while the jobs can be asked; rejects where one cannot. */
  readonly metrics?: (job: number) => Promise<JobMetrics>
  /** @param at of the edges' channels only those that begin or end at the instance */
  readonly channels?: (
    job: number,
    edges: readonly number[],
    at?: { readonly operatorId: number; readonly instance: number },
  ) => Promise<{ readonly channels: readonly ChannelMetrics[] }>
}

/** Where the view gets its graphs from: the run that is shown, else the text that is edited. */
export interface GraphSource {
  /** Undefined: there is nothing to show. A sentence: why there is nothing. */
  graphs(): Promise<ShownGraphs | string | undefined>
  /** Calls a function when other graphs are to be shown, or a run has ended. Returns what ends that. */
  onChange(listener: () => void): () => void
  reveal(job: number, operatorId: number, where: 'diagram' | 'text'): void
  /** Shows what flows along an edge of the run. */
  showRecords(job: number, edgeId: number): void
}

/** A job of a run, from what its process answers to `graph`. */
export function jobOfRun(
  { job, name }: { readonly job: number; readonly name: string },
  answer: { readonly logical: unknown; readonly physical: unknown },
): ShownJob {
  const logical = LogicalGraph.fromJSON(answer.logical as Parameters<typeof LogicalGraph.fromJSON>[0])
  return { job, name, logical, execution: answer.physical as ExecutionGraph }
}

/** All physical graphs as `millrace graph --physical` prints them. */
export function physicalText({ jobs }: ShownGraphs): string {
  return jobs
    .map(({ name, logical, execution, reason }) =>
      logical && execution ? printPhysical(execution, logical) : `${name}: ${reason}\n`,
    )
    .join('\n')
}

/** Without these there are no instances, or no order of them. */
const NO_GRAPH = new Set(['empty-job', 'cycle', 'parallelism', 'max-parallelism'])
/** More channels than these are a slip of the finger, and would take the editor's memory. */
const MOST_CHANNELS = 2_000_000

/**
 * A job as its text tells it; a text that is being written may be wrong in ways that leave its instances as they are.
 *
 * @param logical with default strategies
 * @param options.threads number of worker threads it would run on
 */
export function jobOfText(
  { job, name }: { readonly job: number; readonly name: string },
  logical: LogicalGraph,
  options: { readonly threads: number; readonly chaining?: boolean },
): ShownJob {
  const problem = validate(logical).find(({ severity, code }) => severity === 'error' && NO_GRAPH.has(code))
  if (problem) return { job, name, logical, reason: sentence(problem.message) }
  const channels = channelsOf(logical)
  if (channels > MOST_CHANNELS) {
    return { job, name, logical, reason: `${channels.toLocaleString('en-US')} channels are too many to draw.` }
  }
  const { threads, chaining = true } = options
  const execution = expand(logical, { threads, chaining, buildTime: 0 })
  const partly = logical.operators.some(({ kind }) => kind === 'opaque')
  return {
    job,
    name,
    logical,
    execution,
    ...(partly ? { reason: 'Parts of this job are known only when it runs.' } : {}),
  }
}

/** At most so many channels come of a graph. */
function channelsOf(logical: LogicalGraph): number {
  return logical.edges.reduce((sum, { source, target, strategy }) => {
    const [from, to] = [logical.operator(source).parallelism, logical.operator(target).parallelism]
    return sum + (strategy === 'Forward' || strategy === 'Rescale' ? Math.max(from, to) : from * to)
  }, 0)
}

function sentence(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}.`
}
