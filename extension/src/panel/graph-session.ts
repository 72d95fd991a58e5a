import type { ChannelMetrics, JobMetrics } from 'millrace/control'
import type { FromPhysicalGraph, PhysicalGraph, ToPhysicalGraph } from 'millrace-webview/shared'
import { physicalGraph } from './graph-message.ts'
import { channelNumbers, graphNumbers } from './graph-numbers.ts'
import type { GraphSource, ShownGraphs } from './graph-source.ts'

const POLL_MS = 1000
/** Channels that are asked about one by one, at most: what a running job answers without being slowed down. */
const MOST_CHANNELS = 20_000

interface Shown {
  readonly graphs: ShownGraphs
  readonly job: number
  readonly graph?: PhysicalGraph
}

/**
 * One opened view "Physical graph", from the host's side. While it can be seen it is sent the graph when that changes, and
 * once a second what the job reports; of single channels only what the view says it watches.
 */
export class GraphSession {
  private readonly source: GraphSource
  private readonly post: (message: ToPhysicalGraph) => void
  private readonly stopListening: () => void
  private visible = false
  private ready = false
  /** The job that somebody chose. */
  private chosen: number | undefined
  private shown: Shown | undefined
  private watched: Pick<Extract<FromPhysicalGraph, { type: 'watch' }>, 'edges' | 'task'> = { edges: [] }
  /** The last two reports that lie apart: the view may ask at any time, and rates over a few milliseconds jump. */
  private reports: readonly JobMetrics[] = []
  private channelsBefore: { readonly channels: readonly ChannelMetrics[]; readonly elapsedMs: number } | undefined
  private timer: NodeJS.Timeout | undefined
  /** Counts what was asked of the source: an answer that a newer question has overtaken is dropped. */
  private asked = 0
  private disposed = false

  constructor(source: GraphSource, post: (message: ToPhysicalGraph) => void) {
    this.source = source
    this.post = post
    this.stopListening = source.onChange(() => void this.refresh())
  }

  /** The view was shown or hidden. */
  setVisible(visible: boolean): void {
    if (visible === this.visible) return
    this.visible = visible
    if (visible) void this.refresh()
    else this.stopPolling()
  }

  receive(message: FromPhysicalGraph): void {
    switch (message.type) {
      case 'ready':
        this.ready = true
        this.chosen = message.job
        void this.refresh()
        break
      case 'job':
        this.chosen = message.job
        void this.refresh()
        break
      case 'watch':
        this.watched = message
        this.channelsBefore = undefined
        this.poll()
        break
      case 'reveal':
        if (this.shown) this.source.reveal(this.shown.job, message.operatorId, message.where)
        break
      case 'records':
        if (this.shown) this.source.showRecords(this.shown.job, message.edgeId)
    }
  }

  dispose(): void {
    this.disposed = true
    this.stopListening()
    this.stopPolling()
  }

  private async refresh(): Promise<void> {
    if (!this.visible || !this.ready || this.disposed) return
    const asked = ++this.asked
    const graphs = await this.source.graphs().catch((error) => String(error instanceof Error ? error.message : error))
    if (asked !== this.asked || !this.visible || this.disposed) return
    this.stopPolling()
    this.shown = undefined
    if (graphs === undefined || typeof graphs === 'string') {
      this.post(graphs === undefined ? { type: 'nothing' } : { type: 'nothing', reason: graphs })
      return
    }
    this.show(graphs)
  }

  private show(graphs: ShownGraphs): void {
    const { file, of, jobs, current } = graphs
    const job = jobs.find((job) => job.job === this.chosen) ?? jobs.find((job) => job.job === current) ?? jobs[0]
    if (job === undefined) {
      this.post({ type: 'nothing', reason: `${file} has no job.` })
      return
    }
    const { logical, execution, reason } = job
    const graph = logical && execution ? physicalGraph(logical, execution) : undefined
    this.shown = { graphs, job: job.job, graph }
    this.post({
      ...{ type: 'graph', file, of, job: job.job },
      jobs: jobs.map(({ job, name }) => ({ job, name })),
      ...(graph === undefined ? {} : { graph }),
      ...(reason === undefined ? {} : { reason }),
    })
    this.poll()
  }

  /** Asks at once, and while the job runs once a second. What has ended has one last report, without rates. */
  private poll(): void {
    clearTimeout(this.timer)
    const { shown } = this
    if (!this.visible || !shown?.graph || !shown.graphs.metrics) return
    const again = () => {
      if (this.shown !== shown || !this.visible || shown.graphs.of !== 'run') return
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.poll(), POLL_MS)
    }
    // A job that does not answer has ended, or has not begun: the source says when there is something else to show.
    this.ask(shown, shown.graph).then(again, again)
  }

  private async ask(shown: Shown, graph: PhysicalGraph): Promise<void> {
    const { metrics, channels } = shown.graphs
    const { edges, task } = this.watched
    const questions = channels ? questionsOf(graph, edges, task) : []
    const [now, ...answers] = await Promise.all([
      metrics!(shown.job),
      ...questions.map(({ edges, at }) => channels!(shown.job, edges, at)),
    ])
    const carried = answers.length === 0 ? undefined : answers.flatMap(({ channels }) => channels)
    if (this.shown !== shown || !this.visible) return
    const { elapsedMs } = now
    const before = this.reports.findLast((report) => elapsedMs - report.elapsedMs >= POLL_MS / 2)
    if (before === this.reports.at(-1)) this.reports = [...this.reports.slice(-1), now]
    const numbers = graphNumbers(graph, before, now, task)
    this.post({
      ...{ type: 'numbers', numbers },
      ...(carried ? { channels: channelNumbers(this.channelsBefore, carried, elapsedMs) } : {}),
    })
    this.channelsBefore = carried && { channels: carried, elapsedMs }
  }

  private stopPolling(): void {
    clearTimeout(this.timer)
    this.reports = []
    this.channelsBefore = undefined
  }
}

interface Question {
  readonly edges: readonly number[]
  readonly at?: { readonly operatorId: number; readonly instance: number }
}

/**
 * Asks for all channels of as many of the edges, in order, as have not too many together; of others, for those of the
 * watched task.
 */
function questionsOf(
  { bundles, lanes }: PhysicalGraph,
  edges: readonly number[],
  task: number | undefined,
): Question[] {
  let room = MOST_CHANNELS
  const whole: number[] = []
  const questions: Question[] = []
  const lane = task === undefined ? -1 : lanes.findLastIndex(({ first }) => first <= task)
  for (const edge of edges) {
    const bundle = bundles.find(({ edgeId }) => edgeId === edge)
    if (bundle === undefined) continue
    if (bundle.channels <= room) {
      room -= bundle.channels
      whole.push(edge)
    } else if (bundle.from === lane || bundle.to === lane) {
      const operatorId = bundle.from === lane ? bundle.source : bundle.target
      questions.push({ edges: [edge], at: { operatorId, instance: task! - lanes[lane].first } })
    }
  }
  return whole.length > 0 ? [{ edges: whole }, ...questions] : questions
}
