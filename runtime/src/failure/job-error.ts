import type { SourcePosition } from './source-position.ts'

/** Why a job ended without finishing. */
export type FailureReason =
  /** user code threw, rejected, or produced something that is no record */
  | 'user-code'
  /** a source or sink could not read or write */
  | 'connector'
  /** the job is ill-formed; nothing was started */
  | 'invalid-job'
  /** the command line names a job or a parameter that the job file does not have, or gives one a wrong value */
  | 'wrong-use'
  /** a worker thread or the whole process died (out of memory, `process.exit`, a signal) */
  | 'crash'
  /** the job was cancelled */
  | 'cancelled'
  /** a bug in Millrace */
  | 'internal'

/** What `superviseJob` needs to call an operator's function once more as it was called when it failed. */
export interface FailedCall {
  readonly operatorId: number
  /** Records, key, timestamp and port in the encoding of channels, as base64. */
  readonly encoded: string
}

/** A `JobError` as plain data: what crosses threads, the control protocol and JSON. */
export interface JobErrorData {
  readonly reason: FailureReason
  /** One sentence: what went wrong, without operator and position (those are fields of their own). */
  readonly message: string
  /** What the user can do about it, where we know. */
  readonly cure?: string
  /** Id of the operator as in the logical graph. */
  readonly operatorId?: number
  readonly operatorName?: string
  /** Index of the operator's instance, counted from 0. */
  readonly instance?: number
  /** Index of the worker thread, counted from 0. */
  readonly thread?: number
  /** The user's source position: of the throw where its stack has one, otherwise of the operator's call. */
  readonly position?: SourcePosition
  /** The record being processed, printed with `util.inspect` and cut at 2,000 characters. */
  readonly record?: string
  /** The call that failed, so that it can be made again; absent where it is larger than 1 MB or no plain data. */
  readonly failedCall?: FailedCall
  /** The stack of the original error, in the user's files. */
  readonly stack?: string
  /** A file, byte or line the error is about (connectors). */
  readonly file?: string
  /** Other problems found in the same validation. */
  readonly details?: readonly string[]
}

const brand = Symbol.for('millrace.JobError.v1')

/**
 * The one error a job ends with. `waitFinish()` and `execute()` reject with it.
 *
 * Recognise it with `isJobError`, never with `instanceof`: a bundle may hold another copy of this class.
 */
export class JobError extends Error {
  override readonly name = 'JobError'
  declare readonly data: JobErrorData

  constructor(data: JobErrorData, options?: { cause?: unknown }) {
    super(describe(data), options)
    Object.defineProperty(this, brand, { value: true })
    // Node prints an error's enumerable properties behind its stack; the message says them already.
    Object.defineProperty(this, 'data', { value: data, enumerable: false })
    if (data.stack) this.stack = `${this.name}: ${this.message}\n${stackFrames(data.stack)}`
  }

  get reason(): FailureReason {
    return this.data.reason
  }
  get operatorName(): string | undefined {
    return this.data.operatorName
  }
  get instance(): number | undefined {
    return this.data.instance
  }
  get position(): SourcePosition | undefined {
    return this.data.position
  }
  get record(): string | undefined {
    return this.data.record
  }
}

export function isJobError(value: unknown): value is JobError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true
}

/** `Map[1] at job.flow.ts:7:12: boom (record: 42). Cure.` */
export function describe(data: JobErrorData): string {
  const where = []
  if (data.operatorName !== undefined) {
    where.push(data.instance === undefined ? data.operatorName : `${data.operatorName}[${data.instance}]`)
  } else if (data.thread !== undefined) {
    where.push(`thread ${data.thread}`)
  }
  if (data.position) where.push(`at ${data.position.file}:${data.position.line}:${data.position.column}`)
  let text = where.length > 0 ? `${where.join(' ')}: ${data.message}` : data.message
  if (data.record !== undefined) text += `\n  record: ${data.record}`
  for (const detail of data.details ?? []) text += `\n  ${detail}`
  if (data.cure) text += `\n  ${data.cure}`
  return text
}

function stackFrames(stack: string): string {
  const first = stack.search(/^\s+at /m)
  return first < 0 ? '' : stack.slice(first)
}
