import type { JobMetrics } from 'millrace/control'
import type { Diagram, Live, LiveEdge, LiveFailure, LiveNode } from 'millrace-webview/shared'
import type { JobModel } from '../../document/index.ts'
import { type Matching, matchRun, type RunGraph } from './operators-of-run.ts'

/** One job of a run, as far as it has told. */
export interface ObservedRunJob {
  readonly job: number
  readonly name: string
  readonly graph?: RunGraph
  readonly latest?: JobMetrics
  /** The metrics before them: rates are what has happened since. */
  readonly before?: JobMetrics
}

/** A run, as the diagram shows it. */
export interface ObservedRun {
  readonly id: number
  readonly state: Live['state']
  readonly jobs: readonly ObservedRunJob[]
  /** It is a preview of so many records of each source. */
  readonly preview?: number
  readonly error?: {
    readonly message: string
    readonly operatorId?: number
    readonly record?: string
    readonly job: number
    readonly debuggable: boolean
  }
}

/** What a run does in the boxes and arrows of a diagram. */
export function liveOf(model: JobModel, diagram: Pick<Diagram, 'nodes' | 'edges'>, run: ObservedRun): Live {
  const operators = new Map<number, LiveNode>()
  const edges = new Map<number, LiveEdge>()
  const matchings = new Map<number, Matching>()
  for (const observed of run.jobs) {
    if (!observed.graph) continue
    const matching = matchRun(model, observed.graph, observed.name, observed.job)
    matchings.set(observed.job, matching)
    addNumbers(observed, run.state, matching, operators, edges)
  }
  const changed = [...matchings.values()].some(({ whole }) => !whole)
  return {
    run: run.id,
    state: run.state,
    nodes: Object.fromEntries(
      diagram.nodes.flatMap(({ key, operators: inside }): [string, LiveNode][] => {
        // A group is read where it begins, and as busy as its busiest operator.
        const known = inside.flatMap((id) => operators.get(id) ?? [])
        if (known.length === 0) return []
        const busy = Math.max(...known.map((one) => one.busy))
        const backPressured = Math.max(...known.map((one) => one.backPressured))
        return [[key, { ...known[0], busy, backPressured }]]
      }),
    ),
    edges: Object.fromEntries(
      diagram.edges.flatMap(({ key, edge }): [string, LiveEdge][] => {
        const known = edges.get(edge)
        return known ? [[key, known]] : []
      }),
    ),
    ...(run.error ? { failure: failureOf(run.error, diagram, matchings) } : {}),
    ...(changed ? { changed } : {}),
    ...(run.preview === undefined ? {} : { preview: run.preview }),
  }
}

/** What a run does in the operators of a text, by their numbers in the model. */
export function liveOperators(model: JobModel, run: ObservedRun): ReadonlyMap<number, LiveNode> {
  const operators = new Map<number, LiveNode>()
  for (const observed of run.jobs) {
    if (!observed.graph) continue
    const matching = matchRun(model, observed.graph, observed.name, observed.job)
    addNumbers(observed, run.state, matching, operators, new Map())
  }
  return operators
}

function addNumbers(
  { latest, before }: ObservedRunJob,
  state: Live['state'],
  matching: Matching,
  operators: Map<number, LiveNode>,
  edges: Map<number, LiveEdge>,
): void {
  if (!latest) return
  const runs = state === 'running' || state === 'stopping'
  const seconds = (latest.elapsedMs - (before?.elapsedMs ?? 0)) / 1_000
  const rate = (now: number, then = 0) => (runs && seconds > 0 ? (now - then) / seconds : 0)
  const sums = sumsOf(latest)
  const sumsBefore = before ? sumsOf(before) : new Map<number, Sum>()
  for (const [id, sum] of sums) {
    const at = matching.operators.get(id)
    if (at === undefined) continue
    const then = sumsBefore.get(id)
    const share = (ms: number) => Math.min(1, Math.max(0, rate(ms) / 1_000 / sum.instances))
    operators.set(at, {
      records: sum.records,
      perSecond: rate(sum.records, then?.records),
      busy: share(sum.busyMs - (then?.busyMs ?? 0)),
      backPressured: share(sum.backPressuredMs - (then?.backPressuredMs ?? 0)),
    })
  }
  const edgesBefore = new Map(before?.edges.map((edge) => [edge.edgeId, edge.numRecords]))
  for (const { edgeId, numRecords, queueFill } of latest.edges) {
    const at = matching.edges.get(edgeId)
    if (at === undefined) continue
    const perSecond = rate(numRecords, edgesBefore.get(edgeId))
    edges.set(at, { records: numRecords, perSecond, fill: runs ? queueFill : 0 })
  }
}

interface Sum {
  instances: number
  records: number
  busyMs: number
  backPressuredMs: number
}

function sumsOf({ instances }: JobMetrics): Map<number, Sum> {
  const sums = new Map<number, Sum>()
  for (const { operatorId, numRecordsIn, busyTimeMs, backPressuredTimeMs } of instances) {
    const sum = sums.get(operatorId) ?? { instances: 0, records: 0, busyMs: 0, backPressuredMs: 0 }
    sums.set(operatorId, sum)
    sum.instances++
    sum.records += numRecordsIn
    sum.busyMs += busyTimeMs
    sum.backPressuredMs += backPressuredTimeMs
  }
  return sums
}

function failureOf(
  { message, operatorId, record, job, debuggable }: NonNullable<ObservedRun['error']>,
  { nodes }: Pick<Diagram, 'nodes'>,
  matchings: ReadonlyMap<number, Matching>,
): LiveFailure {
  const at = operatorId === undefined ? undefined : matchings.get(job)?.operators.get(operatorId)
  const node = at === undefined ? undefined : nodes.find(({ operators }) => operators.includes(at))
  return {
    message,
    debuggable,
    ...(node ? { node: node.key } : {}),
    ...(record === undefined ? {} : { record }),
  }
}
