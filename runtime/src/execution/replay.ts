import { type FailedCall, JobError } from '../failure/index.ts'
import type { Operator } from '../graph/index.ts'
import { type InstanceContext, NOTHING, type OperatorInstance, Output } from '../operators/index.ts'
import { defaultMaxParallelism } from '../partitioning/index.ts'
import { HeapState } from '../state/index.ts'
import { systemClock } from '../time/index.ts'
import { decodeCall, type OperatorCall } from './failed-call.ts'
import type { JobPlan } from './job-plan.ts'
import { stopInFunction } from './stop-in-function.ts'
import { taskFailure } from './task-failure.ts'

/** What came of a call that was made again. */
export interface Replayed {
  readonly operatorName: string
  /** What the operator makes of the record, each with whether it was returned or emitted; 100 at most. */
  readonly results: readonly { readonly how: string; readonly value: unknown }[]
}

const MOST_RESULTS = 100

/**
 * Calls an operator's function as it was called when it failed: on a new instance, which has no state but what the call
 * brings with it. The last call is made from here, so that a debugger shows nothing of the engine above it; one that is
 * attached stops on the function's first line.
 *
 * @throws JobError what the operator fails with
 */
export async function replay(plan: JobPlan, failedCall: FailedCall): Promise<Replayed> {
  const { operatorId } = failedCall
  if (plan.graph.operators[operatorId] === undefined) throw changed(`the job has no operator ${operatorId} any more`)
  const operator = plan.graph.operator(operatorId)
  const call = decodeCall(failedCall)
  try {
    const results = plan.sinks.has(operatorId)
      ? await writeAgain(plan, operator, call)
      : await applyAgain(plan, operator, call)
    return { operatorName: operator.name, results }
  } catch (error) {
    throw taskFailure(error, operator, 0, { value: call.records.at(-1) })
  }
}

async function writeAgain(plan: JobPlan, operator: Operator, call: OperatorCall): Promise<Replayed['results']> {
  const writer = plan.sinks.get(operator.id)!.writer({
    operatorId: operator.id,
    operatorName: operator.name,
    instance: 0,
    parallelism: 1,
    resolve: (path) => plan.resolve(path),
    print: (text) => process.stdout.write(text),
    result: () => {},
  })
  await stopInFunction(writer.fn)
  await writer.write(call.records)
  return []
}

async function applyAgain(plan: JobPlan, operator: Operator, call: OperatorCall): Promise<Replayed['results']> {
  const results: { how: string; value: unknown }[] = []
  const output = new Output([], (tag, value) => results.push({ how: `emitted to '${tag}'`, value }))
  let wake: () => void = () => {}
  const factory = plan.operators.get(operator.id)
  const instance = factory?.(contextOf(plan, operator, output, () => wake()))
  if (instance?.apply === undefined) throw changed(`${operator.name} calls no function any more`)
  const emitted = (iterable: unknown) => {
    for (const value of output.values.splice(0)) results.push({ how: 'emitted', value })
    for (const value of (iterable ?? []) as Iterable<unknown>) {
      if (value !== NOTHING) results.push({ how: 'emitted', value })
      if (results.length >= MOST_RESULTS) break
    }
  }
  await instance.open?.()
  for (const record of call.records.slice(0, -1)) instance.apply(record, call.key, call.timestamp, call.port)
  await stopInFunction(instance.functionOf === undefined ? instance.apply : instance.functionOf(call.port))
  const { apply } = instance as { apply(...all: unknown[]): unknown }
  const returned = apply(...argumentsOf(instance, call))
  if (instance.shape === 'process' || instance.shape === 'flatMap') emitted(returned)
  else results.push({ how: 'returned', value: await returned })
  while (instance.busy?.()) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve
    })
    const ready = instance.ready?.()
    if (ready === undefined) await woken
    else emitted(ready)
  }
  return results
}

/** What the engine calls `apply` with: users' functions see how many arguments they are given. */
function argumentsOf({ shape, usesKey }: OperatorInstance, { records, key, timestamp, port }: OperatorCall): unknown[] {
  const record = records.at(-1)
  if (shape === 'process') return [record, key, timestamp, port]
  if (shape === 'time') return [record, timestamp]
  return usesKey ? [record, key] : [record]
}

function contextOf(plan: JobPlan, operator: Operator, output: Output, wake: () => void): InstanceContext {
  const { id, name, parallelism } = operator
  const maxParallelism = plan.config.maxParallelism ?? defaultMaxParallelism(parallelism)
  return {
    operatorId: id,
    operatorName: name,
    instance: 0,
    parallelism,
    maxParallelism,
    output,
    state: new HeapState(maxParallelism),
    clock: systemClock,
    wake,
    lateRecordDropped: () => {},
    failed: (error) => {
      throw error
    },
  }
}

function changed(message: string): JobError {
  return new JobError({
    reason: 'wrong-use',
    message,
    cure: 'The job has been changed since it failed: run it again.',
  })
}
