import type { Chain, Operator } from '../../graph/index.ts'
import { NotHashable } from '../../partitioning/index.ts'
import { type ChainLoop, type ChainReport, type ChainShape, compileChain } from '../chains/index.ts'
import { checkRecord } from '../codec/index.ts'
import type { ChainMetrics } from '../metrics-memory.ts'
import { taskFailure, thrown } from '../task-failure.ts'
import type { ThreadParts } from './build-tasks.ts'

/** What a side output of failed records carries. */
export interface DeadLetter<T> {
  readonly record: T
  readonly message: string
  readonly stack?: string
  readonly operator: string
  readonly instance: number
}

export function deadLetter<T>(error: unknown, operator: Operator, instance: number, record: T): DeadLetter<T> {
  const { message, stack } = thrown(error)
  return { record, message, ...(stack === undefined ? {} : { stack }), operator: operator.name, instance }
}

/** A chain's loop, another one while some of its edges are watched, and what the loop reports to. */
export function chainLoops(
  parts: ThreadParts,
  shape: ChainShape,
  instance: number,
  chain: Chain,
  metrics: ChainMetrics,
): { loop: () => ChainLoop; report: ChainReport } {
  const { taps, plan, failed, skipped, pending } = parts
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
    skipped: (node, record, error, timestamp) => {
      const { onError, errorTag, output } = shape.nodes[node]
      metrics.recordsSkipped[node]++
      if (onError === 'skip') skipped(operatorOf(node).id, instance, error, record)
      else output.emitSide(errorTag!, deadLetter(error, operatorOf(node), instance, record), timestamp)
    },
    pending: (node, record, promise) => {
      pending(promise, (error) => {
        const { onError } = shape.nodes[node]
        if (onError === 'fail') failed(taskFailure(error, operatorOf(node), instance, { value: record }))
        else report.skipped(node, record, error, Number.NEGATIVE_INFINITY)
      })
    },
    printing: parts.printing,
    tapped: (edgeId, record, key) => taps.sample(edgeId, instance, record, key),
  }
  const own = new Set(chain.operators.flatMap((id) => plan.graph.outEdges(id).map((edge) => edge.id)))
  const plain = compileChain(shape, report, new Set())
  let version = 0
  let loop = plain
  return {
    report,
    loop: () => {
      if (taps.version !== version) {
        version = taps.version
        const watched = new Set([...taps.edges].filter((edge) => own.has(edge)))
        loop = watched.size === 0 ? plain : compileChain(shape, report, watched)
      }
      return loop
    },
  }
}

/** Why a value is no record, or undefined. */
export function refusal(value: unknown): unknown {
  try {
    checkRecord(value)
    return undefined
  } catch (error) {
    return error
  }
}
