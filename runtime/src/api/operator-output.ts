import { callSite, JobError } from '../failure/index.ts'
import type { Selector } from '../operators/index.ts'
import { isOutputTag, type OutputTag } from '../operators/index.ts'
import type { JobBuilder, StreamEnd } from './job-builder.ts'

/** The builder and end of a stream, for the rest of the API. */
export const internals = Symbol.for('millrace.DataStream.internals.v1')

interface Internals {
  readonly builder: JobBuilder
  readonly end: StreamEnd
}

/** What streams and closed branches have in common: settings of the operator that produces them. */
export abstract class OperatorOutput {
  readonly [internals]: Internals

  constructor(builder: JobBuilder, end: StreamEnd) {
    this[internals] = { builder, end }
  }

  /** Names the operator that produces this stream, for graphs, errors and metrics. */
  name(name: string): this {
    if (typeof name !== 'string' || name.trim() === '') throw misuse('name(..) takes a text that is not empty')
    return this.change({ name })
  }

  /** The name by which savepoints find the operator's state; unique within the job. */
  uid(uid: string): this {
    if (typeof uid !== 'string' || uid === '') throw misuse('uid(..) takes a text that is not empty')
    return this.change({ uid })
  }

  /**
   * Number of instances of the operator that produces this stream, at least 1; stronger than the Environment's and the
   * command line's.
   */
  setParallelism(parallelism: number): this {
    const { builder, end } = this[internals]
    builder.setParallelism(end.operatorId, parallelism)
    return this
  }

  /** Operators of one slot group share worker threads that no other group uses. */
  slotGroup(name: string): this {
    if (typeof name !== 'string' || name === '') throw misuse('slotGroup(..) takes a text that is not empty')
    return this.change({ slotGroup: name })
  }

  private change(change: Parameters<JobBuilder['change']>[1]): this {
    const { builder, end } = this[internals]
    builder.change(end.operatorId, change)
    return this
  }
}

export function requireFunction(fn: unknown, method: string): void {
  if (typeof fn !== 'function')
    throw misuse(`${method}(..) takes a function, but got ${fn === null ? 'null' : typeof fn}`)
}

export function requireSelector(selector: unknown, method: string): asserts selector is Selector {
  if (typeof selector === 'function' || typeof selector === 'string') return
  if (typeof selector === 'number' && Number.isInteger(selector) && selector >= 0) return
  throw misuse(`${method}(..) takes an index, a property name or a function`)
}

export function requireTag(tag: unknown, method: string): asserts tag is OutputTag<any> {
  if (!isOutputTag(tag)) throw misuse(`${method} takes a tag made by outputTag(..)`)
}

/** @param least the smallest number allowed */
export function requireDuration(value: unknown, what: string, least: number): void {
  if (Number.isInteger(value) && (value as number) >= least) return
  throw misuse(`${what} must be a whole number of milliseconds, at least ${least}, but is ${String(value)}`)
}

export function misuse(message: string, cure?: string): JobError {
  return new JobError({ reason: 'invalid-job', message, cure, position: callSite() })
}
