import type { InstanceMetrics, OutputLine } from '../../control/index.ts'
import { JobError, type JobErrorData } from '../../failure/index.ts'
import type { ExecutionGraph, LogicalGraph } from '../../graph/index.ts'

/** `Map[1] (Source + Map + Sink)`: a task by its head, and what is chained to it. */
export function taskName(execution: ExecutionGraph, graph: LogicalGraph, task: number): string {
  const { operatorId, index, chain } = execution.instances[task]
  const names = execution.chains[chain].operators.map((id) => graph.operator(id).name)
  return `${graph.operator(operatorId).name}[${index}]${names.length > 1 ? ` (${names.join(' + ')})` : ''}`
}

/** The error of a job one of whose threads has died, with the task it was in. */
export function threadDeath(
  execution: ExecutionGraph,
  graph: LogicalGraph,
  thread: number,
  task: number | undefined,
  error: Error,
): JobError {
  const instance = task === undefined ? undefined : execution.instances[task]
  const operator = instance === undefined ? undefined : graph.operator(instance.operatorId)
  const memory = (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY'
  const where = task === undefined ? 'no task' : taskName(execution, graph, task)
  return new JobError({
    reason: 'crash',
    message: memory
      ? `the thread ran out of memory while it was in ${where}`
      : `the thread died in ${where}: ${error.message}`,
    ...(memory
      ? {
          cure: 'keep less in memory, spread the work over more threads, or give each more heap (NODE_OPTIONS=--max-old-space-size=MEGABYTES)',
        }
      : {}),
    thread,
    operatorId: operator?.id,
    operatorName: operator?.name,
    instance: instance?.index,
    position: operator?.position,
  })
}

/** What is printed about records that `onError('skip')` has dropped. */
export function skippedLine(error: JobErrorData, count: number): OutputLine {
  const { message, position, record, operatorId, operatorName, instance } = error
  const more = count > 1 ? ` (and ${count - 1} more)` : ''
  const place = position ? ` at ${position.file}:${position.line}:${position.column}` : ''
  const shown = record === undefined ? '' : `, record: ${record}`
  return {
    stream: 'stderr',
    text: `skipped a record${more}: ${message}${place}${shown}`,
    operatorId,
    operatorName,
    instance,
  }
}

/** What is printed at the end about late records that were dropped. */
export function lateLines(graph: LogicalGraph, instances: readonly InstanceMetrics[]): OutputLine[] {
  const dropped = new Map<number, number>()
  for (const { operatorId, lateRecordsDropped } of instances) {
    dropped.set(operatorId, (dropped.get(operatorId) ?? 0) + lateRecordsDropped)
  }
  return [...dropped]
    .filter(([, count]) => count > 0)
    .map(([operatorId, count]) => ({
      stream: 'stderr',
      text: `${graph.operator(operatorId).name} dropped ${count} late ${count === 1 ? 'record' : 'records'} (a side output can take them; or allow more outOfOrderness or lateness)`,
      operatorId,
      operatorName: graph.operator(operatorId).name,
    }))
}
