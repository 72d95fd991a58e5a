import type { ChannelMetrics, InstanceMetrics, JobMetrics } from 'millrace/control'
import type { ChannelNumbers, Lane, PhysicalGraph, PhysicalGraphNumbers } from 'millrace-webview/shared'

/**
 * Two reports of a job as lists in the order of its graph.
 *
 * @param before the report that rates and shares are counted from; without one there are no rates, and shares are those
 * since the job started
 * @param watched a task of which everything is told
 */
export function graphNumbers(
  graph: PhysicalGraph,
  before: JobMetrics | undefined,
  now: JobMetrics,
  watched?: number,
): PhysicalGraphNumbers {
  const instances = inOrder(graph, now.instances)
  const earlier = before && inOrder(graph, before.instances)
  const ms = now.elapsedMs - (before?.elapsedMs ?? 0)
  const perSecond = (value: (instance: InstanceMetrics) => number) =>
    earlier === undefined ? [] : instances.map((instance, at) => rate(value(instance), value(earlier[at]), ms))
  const heads = headsOf(graph, instances)
  const earlierHeads = earlier && headsOf(graph, earlier)
  const share = (value: (instance: InstanceMetrics) => number) =>
    heads.map((head, at) => {
      const since = value(head) - (earlierHeads ? value(earlierHeads[at]) : 0)
      return ms <= 0 ? 0 : round(Math.min(1, Math.max(0, since / ms)))
    })
  const edges = graph.bundles.map(({ edgeId }) => now.edges[edgeId])
  return {
    elapsedMs: now.elapsedMs,
    recordsIn: instances.map(({ numRecordsIn }) => numRecordsIn),
    recordsOut: instances.map(({ numRecordsOut }) => numRecordsOut),
    inPerSecond: perSecond(({ numRecordsIn }) => numRecordsIn),
    outPerSecond: perSecond(({ numRecordsOut }) => numRecordsOut),
    busy: share(({ busyTimeMs }) => busyTimeMs),
    backPressured: share(({ backPressuredTimeMs }) => backPressuredTimeMs),
    bundleRecords: edges.map(({ numRecords }) => numRecords),
    bundlePerSecond:
      before === undefined
        ? []
        : edges.map(({ edgeId, numRecords }) => rate(numRecords, before.edges[edgeId].numRecords, ms)),
    bundleFill: edges.map(({ queueFill }) => round(queueFill)),
    ...(watched === undefined ? {} : { watched: everythingOf(graph, watched, instances) }),
  }
}

/** Channels as lists; a channel's rate is -1 where it was not in the report before. */
export function channelNumbers(
  before: { readonly channels: readonly ChannelMetrics[]; readonly elapsedMs: number } | undefined,
  channels: readonly ChannelMetrics[],
  elapsedMs: number,
): ChannelNumbers {
  const name = ({ edgeId, from, to }: ChannelMetrics) => `${edgeId} ${from} ${to}`
  const earlier = new Map(before?.channels.map((channel) => [name(channel), channel.numRecords]))
  const ms = elapsedMs - (before?.elapsedMs ?? 0)
  return {
    edgeId: channels.map(({ edgeId }) => edgeId),
    from: channels.map(({ from }) => from),
    to: channels.map(({ to }) => to),
    records: channels.map(({ numRecords }) => numRecords),
    perSecond: channels.map((channel) => {
      const was = earlier.get(name(channel))
      return was === undefined ? -1 : rate(channel.numRecords, was, ms)
    }),
    fill: channels.map(({ queueFill }) => round(queueFill)),
  }
}

/** A report lists operators in topological order; the graph, lane by lane. */
function inOrder({ lanes, operators }: PhysicalGraph, instances: readonly InstanceMetrics[]): InstanceMetrics[] {
  const of: InstanceMetrics[][] = operators.map(() => [])
  for (const instance of instances) of[instance.operatorId][instance.instance] = instance
  return lanes.flatMap((lane) => lane.operators.flatMap((id) => of[id]))
}

/** By task: the instance of its chain's head. All instances of a task report the task's times. */
function headsOf({ lanes }: PhysicalGraph, instances: readonly InstanceMetrics[]): InstanceMetrics[] {
  return lanes.flatMap(({ firstInstance, parallelism }) => instances.slice(firstInstance, firstInstance + parallelism))
}

function everythingOf({ lanes }: PhysicalGraph, task: number, instances: readonly InstanceMetrics[]) {
  const lane = lanes.find(({ first, parallelism }) => task >= first && task < first + parallelism)
  if (lane === undefined) return undefined
  const of = ofTask(lane, task, instances)
  return {
    task,
    operators: of.map(({ numRecordsSkipped, lateRecordsDropped, currentInputWatermark }) => ({
      skipped: numRecordsSkipped,
      late: lateRecordsDropped,
      ...(currentInputWatermark === undefined ? {} : { watermark: currentInputWatermark }),
    })),
    ...(of[0].progress === undefined ? {} : { progress: of[0].progress }),
  }
}

function ofTask({ operators, parallelism, first, firstInstance }: Lane, task: number, all: readonly InstanceMetrics[]) {
  return operators.map((_, at) => all[firstInstance + at * parallelism + task - first])
}

function rate(now: number, before: number, ms: number): number {
  return ms <= 0 ? 0 : Math.max(0, Math.round(((now - before) * 1000) / ms))
}

/** A thousandth is more than anybody sees. */
function round(share: number): number {
  return Math.round(share * 1000) / 1000
}
