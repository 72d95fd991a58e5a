import type { ExecutionGraph } from '../execution-graph.ts'
import { channelId } from '../expand.ts'
import type { LogicalGraph } from '../logical-graph.ts'

/** The logical graph as JSON text: operators and edges with all their parts. */
export function logicalToJson(graph: LogicalGraph): string {
  return `${JSON.stringify(graph, null, 2)}\n`
}

/** The physical graph as JSON text: instances with their threads, chains, and channels with their ids. */
export function physicalToJson(execution: ExecutionGraph, graph: LogicalGraph): string {
  const instances = execution.instances.map((instance) => ({
    ...instance,
    name: graph.operator(instance.operatorId).name,
  }))
  const channels = execution.channels.map((channel) => ({
    id: channelId(execution, channel),
    ...channel,
    strategy: graph.edge(channel.edgeId).strategy,
  }))
  return `${JSON.stringify({ ...execution, instances, channels }, null, 2)}\n`
}
