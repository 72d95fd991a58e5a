import type { ReaderContext, WriterContext } from '../../connectors/index.ts'
import type { Chain, ExecutionGraph, Instance } from '../../graph/index.ts'
import { type OperatorInstance, union } from '../../operators/index.ts'
import { NotHashable, strategies } from '../../partitioning/index.ts'
import {
  type ChainLoop,
  type ChainNode,
  type ChainOut,
  type ChainReport,
  type ChainShape,
  chainState,
  compileChain,
  EdgeOutlet,
  type HeadInput,
  needsSlot,
  SinkOutlet,
} from '../chains/index.ts'
import {
  type Connection,
  type Credits,
  channelCapacity,
  type Entry,
  InputChannel,
  LocalChannel,
  type OutputChannel,
  RemoteChannel,
} from '../channels/index.ts'
import { checkRecord } from '../codec/index.ts'
import type { JobPlan } from '../job-plan.ts'
import { type MetricsMemory, TaskMetric } from '../metrics-memory.ts'
import { taskFailure } from '../task-failure.ts'
import { ChainTask } from '../tasks/chain-task.ts'
import { InputGate } from '../tasks/input-gate.ts'
import { SourceInput } from '../tasks/source-input.ts'
import type { Tasklet } from '../tasks/tasklet.ts'
import type { ThreadWriter } from './sink-endings.ts'
import type { Taps } from './taps.ts'

/** What the tasks of a thread are built from. */
export interface ThreadParts {
  readonly plan: JobPlan
  readonly execution: ExecutionGraph
  readonly thread: number
  readonly credits: Credits
  readonly metrics: MetricsMemory
  readonly taps: Taps
  /** By thread; none to itself. */
  readonly connections: readonly (Connection | undefined)[]
  readonly splits: ReadonlyMap<number, readonly unknown[]>
  readonly counting: boolean
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
  readonly operators: readonly {
    readonly operatorId: number
    readonly instance: number
    readonly operator: OperatorInstance
  }[]
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
  private readonly operators: { operatorId: number; instance: number; operator: OperatorInstance }[] = []

  constructor(parts: ThreadParts) {
    this.parts = parts
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
    const { execution, thread, credits, plan } = this.parts
    const { instances } = execution
    const perEdge = new Map<number, number>()
    for (const { edgeId } of execution.channels) perEdge.set(edgeId, (perEdge.get(edgeId) ?? 0) + 1)
    for (const channel of execution.channels) {
      if (channel.chained) continue
      const from = instances[channel.from].thread
      const to = instances[channel.to].thread
      if (to === thread) {
        const gate = this.gate(channel.to)
        gate.inputs++
        this.inputs[channel.index] = new InputChannel(
          channel.index,
          from,
          credits,
          gate.gate.channelReady,
          this.parts.credited,
        )
      }
      if (from === thread) {
        const capacity = channelCapacity(plan.config.channelCapacity, perEdge.get(channel.edgeId)!)
        const output =
          to === thread
            ? new LocalChannel(capacity, credits, this.inputs[channel.index]!)
            : new RemoteChannel(channel.index, capacity, credits, this.parts.connections[to]!)
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
    const sinks: SinkOutlet[] = []
    const nodes = chain.operators.map((operatorId, index): ChainNode => {
      const operator = graph.operator(operatorId)
      const task = taskOf(operatorId)
      const instance = this.operatorInstance(operatorId, head.index)
      const outs: ChainOut[] = []
      for (const edge of graph.outEdges(operatorId)) {
        const inside = chain.edges.includes(edge.id) ? chain.operators.indexOf(edge.target) : -1
        if (inside >= 0) outs.push({ edgeId: edge.id, node: inside })
        else {
          const outlet = this.edgeOutlet(edge.id, task, head.index, instance)
          edges.push(outlet)
          outs.push({ edgeId: edge.id, outlet })
        }
      }
      const sink = plan.sinks.get(operatorId)
      if (sink !== undefined && !sink.discards) {
        const writer = sink.writer(parts.writerContext(operatorId, head.index, task))
        const outlet = new SinkOutlet(operatorId, writer, wake, parts.failed, (error) =>
          taskFailure(error, operator, head.index),
        )
        this.writers.push({ operatorId, instance: head.index, writer, pendingCall: () => outlet.pendingCall })
        sinks.push(outlet)
        outs.push({ edgeId: -1, outlet })
      }
      return { index, operatorId, name: operator.name, instance, onError: operator.onError, outs }
    })
    const source = this.source(head, wake)
    const metrics = parts.metrics.of(chain.id, head.index)
    const shape: ChainShape = {
      input: source === undefined ? this.batchInput(head.operatorId, head.index) : sourceInput(source),
      nodes,
      checkRecords: plan.config.checkRecords,
      counting: parts.counting,
    }
    const state = chainState(nodes.filter(needsSlot).length)
    const gate = this.gates.get(head.task)
    const task = new ChainTask({
      task: head.task,
      state,
      loop: this.loops(shape, head.index, chain, metrics),
      edges,
      sinks,
      gate: source === undefined ? this.gate(head.task).gate : undefined,
      source,
      inputs: gate?.inputs ?? 0,
      finish: () => {
        let slot = 0
        for (const node of nodes) {
          if (!needsSlot(node)) continue
          const rest = node.instance.finish?.()
          if (rest !== undefined) state.slots[slot].iterator = rest[Symbol.iterator]()
          slot++
        }
      },
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

  private operatorInstance(operatorId: number, instance: number): OperatorInstance {
    const { plan } = this.parts
    const factory = plan.operators.get(operatorId) ?? union
    const operator = factory(this.instanceContext(operatorId, instance))
    this.operators.push({ operatorId, instance, operator })
    return operator
  }

  private instanceContext(operatorId: number, instance: number) {
    const { plan, execution } = this.parts
    const { name, parallelism } = plan.graph.operator(operatorId)
    return { operatorId, operatorName: name, instance, parallelism, maxParallelism: execution.maxParallelism }
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
    return new EdgeOutlet(edgeId, edge.strategy, select, channels, keys, (error, values) => {
      const record = values.find((value) => refusal(value) !== undefined)
      return taskFailure(error, source, instance, record === undefined ? undefined : { value: record })
    })
  }

  /** Keys that are fields of the record did not travel with it. */
  private batchInput(operatorId: number, instance: number): HeadInput {
    const { plan } = this.parts
    const keyed = plan.graph.inEdges(operatorId).find((edge) => edge.strategy === 'ShuffleByKey')
    if (keyed === undefined) return { kind: 'batch', keys: false }
    const keyBy = plan.operators.get(keyed.source)!(this.instanceContext(keyed.source, instance))
    return keyBy.keyIsField
      ? { kind: 'batch', keys: true, key: keyBy.apply as (value: unknown) => unknown }
      : { kind: 'batch', keys: true }
  }

  private source(head: Instance, wake: () => void): SourceInput | undefined {
    const { plan, splits, readerContext, failed } = this.parts
    const source = plan.sources.get(head.operatorId)
    if (source === undefined) return undefined
    const operator = plan.graph.operator(head.operatorId)
    const reader = source.reader(
      splits.get(head.task) ?? [],
      readerContext(head.operatorId, head.index, () => wake()),
    )
    const input = new SourceInput(head.operatorId, head.index, reader, wake, (error) =>
      failed(taskFailure(error, operator, head.index)),
    )
    this.sources.push(input)
    return input
  }

  /** The chain's loop; another one while some of its edges are watched. */
  private loops(
    shape: ChainShape,
    instance: number,
    chain: Chain,
    metrics: ReturnType<MetricsMemory['of']>,
  ): () => ChainLoop {
    const { taps, plan, failed, skipped, pending } = this.parts
    const operatorOf = (node: number) => plan.graph.operator(shape.nodes[node].operatorId)
    const report: ChainReport = {
      recordsIn: metrics.recordsIn,
      recordsOut: metrics.recordsOut,
      failed: (node, record, error) =>
        taskFailure(
          error instanceof NotHashable ? (refusal(record) ?? error) : error,
          operatorOf(node),
          instance,
          record === undefined ? undefined : { value: record },
        ),
      skipped: (node, record, error) => {
        metrics.recordsSkipped[node]++
        skipped(operatorOf(node).id, instance, error, record)
      },
      pending: (node, record, promise) => {
        pending(promise, (error) => {
          if (shape.nodes[node].onError === 'skip') report.skipped(node, record, error)
          else failed(taskFailure(error, operatorOf(node), instance, { value: record }))
        })
      },
      printing: this.parts.printing,
      tapped: (edgeId, record, key) => taps.sample(edgeId, instance, record, key),
    }
    const own = new Set(chain.operators.flatMap((id) => plan.graph.outEdges(id).map((edge) => edge.id)))
    const plain = compileChain(shape, report, new Set())
    let version = 0
    let loop = plain
    return () => {
      if (taps.version !== version) {
        version = taps.version
        const watched = new Set([...taps.edges].filter((edge) => own.has(edge)))
        loop = watched.size === 0 ? plain : compileChain(shape, report, watched)
      }
      return loop
    }
  }
}

function sourceInput(source: SourceInput): HeadInput {
  const { reader } = source
  return 'claim' in reader ? { kind: 'indexed', at: reader.at.bind(reader) } : { kind: 'batch', keys: false }
}

/** Why a value is no record, or undefined. */
function refusal(value: unknown): unknown {
  try {
    checkRecord(value)
    return undefined
  } catch (error) {
    return error
  }
}
