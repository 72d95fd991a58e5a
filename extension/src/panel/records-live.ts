import type { RecordsEdge, RecordsFilter } from 'millrace-webview/shared'
import type { Run } from '../run/index.ts'
import { EdgeTap } from './edge-tap.ts'
import { type EdgePlace, panelEdge, type RecordsGraph } from './records-edges.ts'

/** An edge of a run, with the graph that it is in. */
interface LiveEdge {
  readonly place: EdgePlace
  readonly graph: RecordsGraph
  readonly shown: RecordsEdge
}

/** What is sampled of a run: the chosen edge while it is on. The samples of other edges stay until the filter changes. */
export class LiveRecords {
  private readonly changed: () => void
  private run: Run | undefined
  private on = false
  private filter: RecordsFilter = { kind: 'text', text: '' }
  /** By edge. */
  private taps = new Map<string, EdgeTap>()
  private current: EdgeTap | undefined
  private made = 0

  constructor(changed: () => void) {
    this.changed = changed
  }

  /** The chosen edge's samples. */
  get tap(): EdgeTap | undefined {
    return this.current
  }

  /** The edges of all jobs of a run that have told their graph. */
  edges(): readonly RecordsEdge[] {
    return this.all().map(({ shown }) => shown)
  }

  /**
   * Says what is to be sampled.
   *
   * @param edge chosen; where the run has no such edge its first one is
   * @returns the edge that is sampled
   */
  follow(run: Run | undefined, edge: string | undefined, filter: RecordsFilter, on: boolean): string | undefined {
    const otherFilter = filter.kind !== this.filter.kind || filter.text !== this.filter.text
    // What has ended samples nothing anew: its samples are filtered where they are shown.
    if (run !== this.run || (otherFilter && !run?.hasEnded)) {
      this.current?.setOn(false)
      this.taps = new Map()
    }
    this.run = run
    this.filter = filter
    this.on = on && run?.hasEnded === false
    const all = this.all()
    const chosen = all.find(({ shown }) => shown.id === edge) ?? all[0]
    const tap = chosen && this.tapOf(chosen)
    if (tap !== this.current) this.current?.setOn(false)
    this.current = tap
    tap?.setOn(this.on)
    return chosen?.shown.id
  }

  private tapOf({ place, graph, shown }: LiveEdge): EdgeTap {
    const known = this.taps.get(shown.id)
    if (known) return known
    const { filter, run } = this
    const name = `run ${run!.id} ${shown.id} ${this.made++}`
    const tap = new EdgeTap({ control: run!.control, graph, place, filter, name }, this.changed)
    this.taps.set(shown.id, tap)
    return tap
  }

  private all(): LiveEdge[] {
    const { run } = this
    const several = (run?.statuses.length ?? 0) > 1
    return (run?.statuses ?? []).flatMap(({ job, name }) => {
      const graph = run?.metrics.job(job)?.graph?.logical as RecordsGraph | undefined
      return (graph?.edges ?? []).map(({ id, source, output }): LiveEdge => {
        const place = { job, edge: id, source, output }
        return { place, graph: graph!, shown: panelEdge(graph!, place, several ? { job: name } : {}) }
      })
    })
  }
}

/** Whether a filter's text is in a record, for records that no job filters any more. */
export function passes(
  { text, key }: { readonly text: string; readonly key?: string },
  filter: RecordsFilter,
): boolean {
  if (filter.kind !== 'text') return true
  const wanted = filter.text.toLowerCase()
  return text.toLowerCase().includes(wanted) || (key?.toLowerCase().includes(wanted) ?? false)
}
