import { inspect } from 'node:util'
import { isJobError, JobError, type JobErrorData, userFrame } from '../failure/index.ts'
import type { Operator } from '../graph/index.ts'
import { encodeCall, type OperatorCall } from './failed-call.ts'

/** Characters of a record that are shown. */
const RECORD_SHOWN = 2_000

/**
 * What a user's function, a source or a sink has thrown, as the job's error: with operator, instance, place and record,
 * and with the call that failed, where it can be made again.
 */
export function taskFailure(
  error: unknown,
  operator: Operator,
  instance: number,
  record?: { readonly value: unknown; readonly call?: OperatorCall | undefined },
): JobError {
  if (isJobError(error)) return error
  const data: JobErrorData = {
    reason: operator.kind === 'source' || operator.kind === 'sink' ? 'connector' : 'user-code',
    ...thrown(error),
    operatorId: operator.id,
    operatorName: operator.name,
    instance,
    position: userFrame(error) ?? operator.position,
    ...(record === undefined ? {} : { record: show(record.value) }),
    ...(record?.call === undefined ? {} : { failedCall: encodeCall(operator.id, record.call) }),
  }
  return new JobError(data, { cause: error })
}

/** Message, stack, and what connectors add to their errors. */
export function thrown(error: unknown): Pick<JobErrorData, 'message' | 'stack' | 'cure' | 'file'> {
  if (!(error instanceof Error)) return { message: `threw ${show(error)}` }
  const { file, cure } = error as { file?: unknown; cure?: unknown }
  const name = error.name === 'Error' || typeof file === 'string' ? '' : `${error.name}: `
  return {
    message: `${name}${error.message}`,
    stack: error.stack,
    ...(typeof file === 'string' ? { file } : {}),
    ...(typeof cure === 'string' ? { cure } : {}),
  }
}

function show(value: unknown): string {
  let text: string
  try {
    text = inspect(value, { depth: 4, breakLength: 120, maxArrayLength: 50, maxStringLength: RECORD_SHOWN })
  } catch {
    text = '(a value that cannot be shown)'
  }
  return text.length > RECORD_SHOWN ? `${text.slice(0, RECORD_SHOWN)}…` : text
}
