import type { ReaderContext, WriterContext } from '../../connectors/index.ts'
import { type Chain, type ExecutionGraph, type Instance, type Operator, timedEdges } from '../../graph/index.ts'
import { type OperatorInstance, Output } from '../../operators/index.ts'
import { strategies } from '../../partitioning/index.ts'
import type { StateStores } from '../../state/index.ts'
import { type Clock, NO_TIMESTAMP } from '../../time/index.ts'
import {
  type ChainNode,
  type ChainOut,
  type ChainShape,
  ChainSlots,
  chainState,
  EdgeOutlet,
  type HeadInput,
  MAIN,
  SinkOutlet,
} from '../chains/index.ts'
import {
  type ChannelCounters,
  type Connection,
  type Credits,
  channelCapacity,
  type Entry,
  InputChannel,
  LocalChannel,
  type OutputChannel,
  RemoteChannel,
} from '../channels/index.ts'
import type { JobPlan } from '../job-plan.ts'
import { type MetricsMemory, TaskMetric } from '../metrics-memory.ts'
import type { JobSnapshot } from '../snapshot.ts'
import type { EdgeWatcher } from '../taps/index.ts'
import { taskFailure } from '../task-failure.ts'
import { ChainTask } from '../tasks/chain-task.ts'
import { ChainTime } from '../tasks/chain-time.ts'
import { InputGate } from '../tasks/input-gate.ts'
import { ChainLatency, type LatencyWatch } from '../tasks/latency.ts'
import { SourceInput } from '../tasks/source-input.ts'
import type { Tasklet } from '../tasks/tasklet.ts'
import { chainLoops, refusal } from './chain-reports.ts'
import { keyReader, makeOperator, type ThreadOperator } from './operator-instances.ts'
import type { ThreadWriter } from './sink-endings.ts'

/** What the tasks of a thread are built from. */
export interface ThreadParts {
  readonly plan: JobPlan
  readonly execution: ExecutionGraph
  readonly thread: number
  readonly credits: Credits
  readonly counters: ChannelCounters
  readonly metrics: MetricsMemory
  readonly taps: EdgeWatcher
  readonly latency: LatencyWatch
  /** By thread; none to itself. */
  readonly connections: readonly (Connection | undefined)[]
  readonly splits: ReadonlyMap<number, readonly unknown[]>
  readonly counting: boolean
  readonly clock: Clock
  readonly stores: StateStores
  /**
   * For runs that are not to depend on the speed of the machine: records of one call and of one batch; watermarks are
   * given at once then.
   */
  readonly fixed?: { readonly work: number; readonly batch: number }
  /** What the job goes on from. */
  readonly snapshot?: JobSnapshot
  /** Gets what operators put into side outputs that nobody reads. */
  unread?(operatorId: number, tag: string, value: unknown, timestamp: number): void
  /** What is called of an operator's instance, as a debugger is to show it; default as it is. */
  named?<T extends object>(part: T, operator: Operator, instance: number): T
  schedule(task: Tasklet): void
  /** The producer on this thread has new credit. */
  credited(thread: number): void
  failed(error: unknown): void
  /** A function's promise is awaited before the sinks end. */
  pending(promise: PromiseLike<unknown>, rejected: (error: unknown) => void): void
  skipped(operatorId: number, instance: number, error: unknown, record: unknown): void
  writerContext(operatorId: number, instance: number, task: number): WriterContext
  readerContext(operatorId: number, instance: number, wake: () => void): ReaderContext
  /** An operator that is likely to print is being called. */
  readonly printing: { operatorId: number }
}

/** All that a thread runs and has to open and close. */
export interface ThreadTasks {
  readonly tasks: readonly ChainTask[]
  readonly sources: readonly SourceInput[]
  readonly writers: readonly ThreadWriter[]
  readonly operators: readonly ThreadOperator[]
  /** By channel index: where what arrives from other threads goes. */
  readonly inputs: readonly (InputChannel | undefined)[]
  deliver(channel: number, entry: Entry): void
}

export function buildTasks(parts: ThreadParts): ThreadTasks {
  return new Builder(parts).build()
}

class Builder {
  private readonly parts: ThreadParts
  private readonly gates = new Map<number, { gate: InputGate; inputs: number }>()
  private readonly tasksByHead = new Map<number, ChainTask>()
  /** By edge and source task. */
  private readonly outputs = new Map<string, OutputChannel[]>()
  private readonly inputs: (InputChannel | undefined)[] = []
  private readonly sources: SourceInput[] = []
  private readonly writers: ThreadWriter[] = []
  private readonly operators: ThreadOperator[] = []
  private readonly timed: ReadonlySet<number>

  constructor(parts: ThreadParts) {
    this.parts = parts
    this.timed = timedEdges(parts.plan.graph)
  }

  build(): ThreadTasks {
    this.connectChannels()
    const { execution, thread } = this.parts
    const tasks = execution.instances
      .filter(
        (instance) =>
          instance.thread === thread && execution.chains[instance.chain].operators[0] === instance.operatorId,
      )
      .map((head) => this.task(head, execution.chains[head.chain]))
    const { inputs, sources, writers, operators } = this
    return {
      tasks,
      sources,
      writers,
      operators,
      inputs,
      deliver: (channel, entry) => inputs[channel]!.put(entry),
    }
  }

  private connectChannels(): void {
    const { execution, thread, credits, counters, plan } = this.parts
    const { instances } = execution
    const perEdge = new Map<number, number>()
    for (const { edgeId } of execution.channels) perEdge.set(edgeId, (perEdge.get(edgeId) ?? 0) + 1)
    for (const channel of execution.channels) {
      if (channel.chained) continue
      const from = instances[channel.from].thread
      const to = instances[channel.to].thread
      if (to === thread) {
        const gate = this.gate(channel.to)
        this.inputs[channel.index] = new InputChannel(
          channel.index,
          from,
          gate.inputs++,
          plan.graph.edge(channel.edgeId).port,
          credits,
          gate.gate.channelReady,
          this.parts.credited,
        )
      }
      if (from === thread) {
        const capacity = channelCapacity(plan.config.channelCapacity, perEdge.get(channel.edgeId)!)
        const output =
          to === thread
            ? new LocalChannel(capacity, credits, counters, this.inputs[channel.index]!)
            : new RemoteChannel(channel.index, capacity, credits, counters, this.parts.connections[to]!)
        const place = `${channel.edgeId} ${channel.from}`
        const outputs = this.outputs.get(place)
        if (outputs === undefined) this.outputs.set(place, [output])
        else outputs.push(output)
      }
    }
  }

  private gate(task: number): { gate: InputGate; inputs: number } {
    let gate = this.gates.get(task)
    if (gate === undefined) {
      gate = { gate: new InputGate(() => this.schedule(task)), inputs: 0 }
      this.gates.set(task, gate)
    }
    return gate
  }

  private schedule(head: number): void {
    const task = this.tasksByHead.get(head)
    if (task !== undefined) this.parts.schedule(task)
  }

  private task(head: Instance, chain: Chain): ChainTask {
    const { parts } = this
    const { plan, execution } = parts
    const { graph } = plan
    const first = execution.instances.findIndex((other) => other.operatorId === head.operatorId)
    const taskOf = (operatorId: number) => this.firstTask(operatorId) + (head.task - first)
    const wake = () => this.schedule(head.task)
    const edges: EdgeOutlet[] = []
    const timedOutlets: { node: number; edge: EdgeOutlet }[] = []
    const sinks: SinkOutlet[] = []
    const metrics = parts.metrics.of(chain.id, head.index)
    const nodes = chain.operators.map((operatorId, index): ChainNode => {
      const operator = graph.operator(operatorId)
      const task = taskOf(operatorId)
      const outEdges = graph.outEdges(operatorId)
      const tags = outEdges.filter((edge) => edge.output !== MAIN).map((edge) => edge.output)
      const output = new Output(tags, parts.unread && ((...side) => parts.unread!(operatorId, ...side)))
      const own = makeOperator(parts, operator, head.index, output, wake, () => {
        metrics.lateRecordsDropped[index]++
      })
      const { operator: instance } = own
      this.operators.push(own)
      const outs: ChainOut[] = []
      for (const edge of outEdges) {
        const inside = chain.edges.includes(edge.id) ? chain.operators.indexOf(edge.target) : -1
        if (inside >= 0) outs.push({ edgeId: edge.id, tag: edge.output, node: inside })
        else {
          const outlet = this.edgeOutlet(edge.id, task, head.index, instance)
          edges.push(outlet)
          if (outlet.timed) timedOutlets.push({ node: index, edge: outlet })
          outs.push({ edgeId: edge.id, tag: edge.output, outlet })
        }
      }
      const sink = plan.sinks.get(operatorId)
      if (sink !== undefined && !sink.discards) {
        const own = sink.writer(parts.writerContext(operatorId, head.index, task))
        const writer = parts.named?.(own, operator, head.index) ?? own
        const outlet = new SinkOutlet(operatorId, writer, sink.timestamps === true, wake, parts.failed, (error) => {
          const record = writer.failedRecord?.()
          if (record === undefined) return taskFailure(error, operator, head.index)
          const call = { records: [record.value], key: undefined, timestamp: NO_TIMESTAMP, port: 0 }
          return taskFailure(error, operator, head.index, { ...record, call })
        })
        this.writers.push({ operatorId, instance: head.index, writer, pendingCall: () => outlet.pendingCall })
        sinks.push(outlet)
        outs.push({ edgeId: -1, outlet })
      }
      const { name, onError, errorTag } = operator
      return { index, operatorId, name, instance, output, onError, ...(errorTag ? { errorTag } : {}), outs }
    })
    const source = this.source(head, wake)
    const shape: ChainShape = {
      input: source === undefined ? this.batchInput(head.operatorId, head.index) : sourceInput(source),
      nodes,
      checkRecords: plan.config.checkRecords,
      counting: parts.counting,
    }
    const slots = new ChainSlots(nodes)
    const state = chainState(slots.count)
    const { loop, report } = chainLoops(parts, shape, head.index, chain, metrics)
    const gate = this.gates.get(head.task)
    const time = new ChainTime({
      nodes,
      slots,
      state,
      outlets: timedOutlets,
      clock: parts.clock,
      failed: (node, error) => report.failed(node, undefined, error),
      wake,
      calling: (node) => {
        parts.printing.operatorId = node < 0 ? -1 : nodes[node].operatorId
      },
      watermarks: metrics.watermarks,
      idle: metrics.idle,
      eager: parts.fixed !== undefined,
    })
    const task = new ChainTask({
      task: head.task,
      state,
      loop,
      edges,
      sinks,
      gate: source === undefined ? this.gate(head.task).gate : undefined,
      source,
      inputs: gate?.inputs ?? 0,
      time,
      latency: new ChainLatency(parts.latency, chain.id, head.index),
      work: parts.fixed?.work,
      times: metrics.task,
      progress: () => {
        const progress = source?.reader.progress?.()
        if (progress !== undefined) metrics.task[TaskMetric.progress] = progress
      },
    })
    this.tasksByHead.set(head.task, task)
    return task
  }

  private readonly firstTasks = new Map<number, number>()
  private firstTask(operatorId: number): number {
    if (this.firstTasks.size === 0) {
      for (const { operatorId, task } of this.parts.execution.instances) {
        if (!this.firstTasks.has(operatorId)) this.firstTasks.set(operatorId, task)
      }
    }
    return this.firstTasks.get(operatorId)!
  }

  private edgeOutlet(edgeId: number, task: number, instance: number, operator: OperatorInstance): EdgeOutlet {
    const { plan, execution } = this.parts
    const edge = plan.graph.edge(edgeId)
    const channels = this.outputs.get(`${edgeId} ${task}`) ?? []
    const select =
      edge.strategy === 'Forward'
        ? undefined
        : strategies[edge.strategy].selector({
            instance,
            sourceParallelism: plan.graph.operator(edge.source).parallelism,
            targetParallelism: plan.graph.operator(edge.target).parallelism,
            maxParallelism: execution.maxParallelism,
            channels: channels.length,
            partition: plan.partitions.get(edgeId),
          })
    const keys = edge.strategy === 'ShuffleByKey' && !operator.keyIsField
    const source = plan.graph.operator(edge.source)
    const batch = this.parts.fixed?.batch
    return new EdgeOutlet(
      edgeId,
      edge.strategy,
      select,
      channels,
      keys,
      this.timed.has(edgeId),
      batch,
      (error, values) => {
        const record = values.find((value) => refusal(value) !== undefined)
        return taskFailure(error, source, instance, record === undefined ? undefined : { value: record })
      },
    )
  }

  /** Keys that are fields of the record did not travel with it. */
  private batchInput(operatorId: number, instance: number): HeadInput {
    const { plan } = this.parts
    const keyed = plan.graph.inEdges(operatorId).filter((edge) => edge.strategy === 'ShuffleByKey')
    if (keyed.length === 0) return { kind: 'batch', keys: false }
    const key: (((value: unknown) => unknown) | undefined)[] = []
    for (const edge of keyed) {
      const keyBy = keyReader(this.parts, plan.graph.operator(edge.source), instance)
      key[edge.port] = keyBy.keyIsField ? (keyBy.apply as (value: unknown) => unknown) : undefined
    }
    return key.some((derive) => derive !== undefined) || key.length > 1
      ? { kind: 'batch', keys: true, key: Array.from(key) }
      : { kind: 'batch', keys: true }
  }

  private source(head: Instance, wake: () => void): SourceInput | undefined {
    const { plan, splits, readerContext, failed } = this.parts
    const source = plan.sources.get(head.operatorId)
    if (source === undefined) return undefined
    const operator = plan.graph.operator(head.operatorId)
    const own = source.reader(
      splits.get(head.task) ?? [],
      readerContext(head.operatorId, head.index, () => wake()),
    )
    const reader = this.parts.named?.(own, operator, head.index) ?? own
    const input = new SourceInput(head.operatorId, head.index, reader, wake, (error) =>
      failed(taskFailure(error, operator, head.index)),
    )
    const position = this.parts.snapshot?.get(head.operatorId)?.positions[head.index]
    if (position !== undefined) reader.restore(position)
    this.sources.push(input)
    return input
  }
}

function sourceInput(source: SourceInput): HeadInput {
  const { reader } = source
  return 'claim' in reader ? { kind: 'indexed', at: reader.at.bind(reader) } : { kind: 'batch', keys: false }
}
