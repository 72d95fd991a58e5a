import type { Operator } from '../../graph/index.ts'
import { type InstanceContext, type OperatorInstance, Output, union } from '../../operators/index.ts'
import { groupRange } from '../../partitioning/index.ts'
import { heapStores, type KeyedStateStore } from '../../state/index.ts'
import { taskFailure } from '../task-failure.ts'
import type { ThreadParts } from './build-tasks.ts'
import { deadLetter } from './chain-reports.ts'

/** One instance of an operator, with what it keeps. */
export interface ThreadOperator {
  readonly operatorId: number
  readonly instance: number
  readonly operator: OperatorInstance
  readonly state: KeyedStateStore
}

/** Makes an instance, with what it had when the job was saved. */
export function makeOperator(
  parts: ThreadParts,
  operator: Operator,
  instance: number,
  output: Output,
  wake: () => void,
  lateRecordDropped: () => void,
): ThreadOperator {
  const { plan, execution, snapshot, skipped, clock } = parts
  const { id: operatorId, name: operatorName, parallelism } = operator
  const { maxParallelism } = execution
  const state = parts.stores.store(maxParallelism)
  const context: InstanceContext = {
    operatorId,
    operatorName,
    instance,
    parallelism,
    maxParallelism,
    output,
    state,
    clock,
    wake,
    lateRecordDropped,
    failed: (error, record, timestamp) => {
      if (operator.onError === 'fail') {
        // Others fail on a timer or a window, which is no record that they could be given.
        const call =
          operator.kind === 'asyncMap' ? { records: [record], key: undefined, timestamp, port: 0 } : undefined
        throw taskFailure(error, operator, instance, { value: record, call })
      }
      if (operator.onError === 'skip') skipped(operatorId, instance, error, record)
      else output.emitSide(operator.errorTag!, deadLetter(error, operator, instance, record), timestamp)
      wake()
    },
  }
  const made = (plan.operators.get(operatorId) ?? union)(context)
  const saved = snapshot?.get(operatorId)
  if (saved !== undefined) {
    const [first, last] = groupRange(instance, maxParallelism, parallelism)
    state.restore([...saved.groups].filter(([group]) => group >= first && group <= last).map(([, bytes]) => bytes))
    if (saved.local.length > 0) made.restore?.(saved.local)
  }
  return { operatorId, instance, operator: parts.named?.(made, operator, instance) ?? made, state }
}

/** An instance of a keyBy that only says how a key is had from a record. */
export function keyReader(
  parts: ThreadParts,
  { id: operatorId, name, parallelism }: Operator,
  instance: number,
): OperatorInstance {
  const { plan, execution, clock } = parts
  return plan.operators.get(operatorId)!({
    operatorId,
    operatorName: name,
    instance,
    parallelism,
    maxParallelism: execution.maxParallelism,
    output: new Output(),
    state: heapStores.store(execution.maxParallelism),
    clock,
    wake: () => {},
    lateRecordDropped: () => {},
    failed: (error) => {
      throw error
    },
  })
}
