import type { ChannelMetrics } from '../../control/index.ts'
import type { Channel, ExecutionGraph } from '../../graph/index.ts'
import { ChannelCounters, Credits, channelCapacity } from '../channels/index.ts'
import type { JobPlan } from '../job-plan.ts'
import { MetricsMemory } from '../metrics-memory.ts'
import type { SharedMemory } from './shared-memory.ts'

/** Channels of one answer. */
const MOST = 20_000

/** Reads the counters of single channels. */
export class ChannelReader {
  private readonly plan: JobPlan
  private readonly execution: ExecutionGraph
  private readonly counters: ChannelCounters
  private readonly credits: Credits
  private readonly metrics: MetricsMemory
  private readonly ofEdge: ReadonlyMap<number, readonly Channel[]>

  constructor(plan: JobPlan, execution: ExecutionGraph, memory: SharedMemory) {
    this.plan = plan
    this.execution = execution
    this.counters = new ChannelCounters(memory.channels)
    this.credits = new Credits(memory.credits)
    this.metrics = new MetricsMemory(execution, memory.metrics)
    const ofEdge = new Map<number, Channel[]>(plan.graph.edges.map(({ id }) => [id, []]))
    for (const channel of execution.channels) ofEdge.get(channel.edgeId)!.push(channel)
    this.ofEdge = ofEdge
  }

  /** The bytes of an edge, and how full its fullest channel is. */
  totals(edgeId: number): { readonly bytes: number; readonly fill: number } {
    let bytes = 0
    let fullest = 0
    for (const { index, chained } of this.channels(edgeId)) {
      if (chained) continue
      bytes += this.counters.bytes[index]
      fullest = Math.max(fullest, this.credits.outstanding(index))
    }
    return { bytes, fill: this.fill(edgeId, fullest) }
  }

  /** Records that have passed an edge, counted by the batch. */
  recordsOf(edgeId: number): number {
    return this.channels(edgeId).reduce((sum, channel) => sum + this.records(channel), 0)
  }

  /** @param at only channels that begin or end at the instance */
  read(
    edges: readonly number[],
    at: { readonly operatorId: number; readonly instance: number } | undefined,
  ): { readonly channels: readonly ChannelMetrics[]; readonly leftOut: number } {
    const task = at && this.taskOf(at)
    const channels: ChannelMetrics[] = []
    let leftOut = 0
    for (const edgeId of edges) {
      for (const channel of this.channels(edgeId)) {
        if (task !== undefined && channel.from !== task && channel.to !== task) continue
        if (channels.length === MOST) leftOut++
        else channels.push(this.metricsOf(channel))
      }
    }
    return { channels, leftOut }
  }

  private channels(edgeId: number): readonly Channel[] {
    const channels = this.ofEdge.get(edgeId)
    if (channels === undefined) throw new Error(`the job has no edge ${edgeId}`)
    return channels
  }

  private taskOf({ operatorId, instance }: { readonly operatorId: number; readonly instance: number }): number {
    const task = this.execution.instances.findIndex((own) => own.operatorId === operatorId && own.index === instance)
    if (task < 0) throw new Error(`the job has no instance ${instance} of an operator ${operatorId}`)
    return task
  }

  private metricsOf(channel: Channel): ChannelMetrics {
    const { instances } = this.execution
    return {
      edgeId: channel.edgeId,
      from: instances[channel.from].index,
      to: instances[channel.to].index,
      numRecords: this.records(channel),
      queueFill: channel.chained ? 0 : this.fill(channel.edgeId, this.credits.outstanding(channel.index)),
    }
  }

  private records({ chained, index, to }: Channel): number {
    if (!chained) return this.counters.records[index]
    // Inside a chain an operator has one input.
    const { chain, operatorId, index: instance } = this.execution.instances[to]
    const place = this.execution.chains[chain].operators.indexOf(operatorId)
    return this.metrics.of(chain, instance).recordsIn[place]
  }

  private fill(edgeId: number, outstanding: number): number {
    const capacity = channelCapacity(this.plan.config.channelCapacity, this.channels(edgeId).length)
    return Math.min(1, Math.max(0, outstanding / capacity))
  }
}
