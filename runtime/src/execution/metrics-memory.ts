import type { ExecutionGraph } from '../graph/index.ts'
import { NO_TIMESTAMP } from '../time/index.ts'

/** Numbers of a chain instance that do not belong to one of its operators. */
const TASK_FIELDS = 3
const BUSY = 0
const BACK_PRESSURED = 1
const PROGRESS = 2
const OPERATOR_FIELDS = 6

/** What one chain instance counts. Each number has one writing thread. */
export interface ChainMetrics {
  /** By index of the operator in the chain. */
  readonly recordsIn: Float64Array
  readonly recordsOut: Float64Array
  readonly recordsSkipped: Float64Array
  readonly lateRecordsDropped: Float64Array
  /** Watermarks of the operators' inputs, `NO_TIMESTAMP` before the first. */
  readonly watermarks: Float64Array
  /** Whether the operators' inputs are idle: 0 or 1. */
  readonly idle: Float64Array
  /** Busy and back-pressured milliseconds, and the fraction of its source that was read (-1: unknown). */
  readonly task: Float64Array
}

/**
 * The counters of all instances in shared memory. Tasks add to them without synchronisation; the coordinator reads
 * whenever somebody wants to know, and may be a moment behind.
 */
export class MetricsMemory {
  private readonly execution: ExecutionGraph
  private readonly memory: SharedArrayBuffer
  /** By chain: where its first instance's numbers begin. */
  private readonly starts: readonly number[]

  static memory(execution: ExecutionGraph): SharedArrayBuffer {
    const doubles = execution.chains.reduce(
      (sum, { operators, parallelism }) => sum + parallelism * fields(operators),
      0,
    )
    const memory = new SharedArrayBuffer(Math.max(1, doubles) * 8)
    const metrics = new MetricsMemory(execution, memory)
    for (const { id, parallelism } of execution.chains) {
      for (let instance = 0; instance < parallelism; instance++) {
        const { task, watermarks } = metrics.of(id, instance)
        task[PROGRESS] = -1
        watermarks.fill(NO_TIMESTAMP)
      }
    }
    return memory
  }

  constructor(execution: ExecutionGraph, memory: SharedArrayBuffer) {
    this.execution = execution
    this.memory = memory
    const starts: number[] = []
    let start = 0
    for (const { operators, parallelism } of execution.chains) {
      starts.push(start)
      start += parallelism * fields(operators)
    }
    this.starts = starts
  }

  of(chain: number, instance: number): ChainMetrics {
    const { operators } = this.execution.chains[chain]
    const count = operators.length
    let offset = (this.starts[chain] + instance * fields(operators)) * 8
    const next = (length: number) => {
      const view = new Float64Array(this.memory, offset, length)
      offset += length * 8
      return view
    }
    return {
      recordsIn: next(count),
      recordsOut: next(count),
      recordsSkipped: next(count),
      lateRecordsDropped: next(count),
      watermarks: next(count),
      idle: next(count),
      task: next(TASK_FIELDS),
    }
  }
}

function fields(operators: readonly number[]): number {
  return operators.length * OPERATOR_FIELDS + TASK_FIELDS
}

export const TaskMetric = { busy: BUSY, backPressured: BACK_PRESSURED, progress: PROGRESS } as const
