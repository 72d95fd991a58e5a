import type { Chain, Operator } from '../../graph/index.ts'
import { NotHashable, strategies } from '../../partitioning/index.ts'
import { NO_TIMESTAMP } from '../../time/index.ts'
import {
  type CallPlace,
  type ChainLoop,
  type ChainNode,
  type ChainReport,
  type ChainShape,
  compileChain,
} from '../chains/index.ts'
import { checkRecord } from '../codec/index.ts'
import type { OperatorCall } from '../failed-call.ts'
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
  const receivers = new Map<number, readonly number[]>()
  const receiver = (edgeId: number, channel: number) => {
    let targets = receivers.get(edgeId)
    if (targets === undefined) {
      const { strategy, source, target } = plan.graph.edge(edgeId)
      const parallelism = (id: number) => plan.graph.operator(id).parallelism
      targets = strategies[strategy].targets(instance, parallelism(source), parallelism(target))
      receivers.set(edgeId, targets)
    }
    return targets[channel]
  }
  const report: ChainReport = {
    recordsIn: metrics.recordsIn,
    recordsOut: metrics.recordsOut,
    failed: (node, record, error, place) =>
      taskFailure(
        error instanceof NotHashable ? (refusal(record) ?? error) : error,
        operatorOf(node),
        instance,
        record === undefined ? undefined : { value: record, call: callOf(shape.nodes[node], record, place) },
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
        if (onError === 'fail') {
          const place = { key: undefined, timestamp: NO_TIMESTAMP, port: 0 }
          const call = callOf(shape.nodes[node], record, place)
          failed(taskFailure(error, operatorOf(node), instance, { value: record, call }))
        } else report.skipped(node, record, error, NO_TIMESTAMP)
      })
    },
    printing: parts.printing,
    tapped: (edgeId, record, key, channel) => {
      const one = typeof channel === 'object' && channel.length === 1 ? channel[0] : channel
      taps.sample(edgeId, instance, () => (typeof one === 'number' ? receiver(edgeId, one) : undefined), record, key)
    },
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

/** What the node's operator would have to be given to fail again on the record. */
function callOf({ instance }: ChainNode, record: unknown, place: CallPlace | undefined): OperatorCall | undefined {
  if (place === undefined || instance.apply === undefined) return undefined
  return { ...place, records: [...(instance.recordsBefore?.(place.key) ?? []), record] }
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
