import { callSite, JobError } from '../failure/index.ts'

const brand = Symbol.for('millrace.OutputTag.v1')

/**
 * Names a side output, and the type of its records (Flink's `OutputTag`). Two tags with the same id are the same side
 * output of an operator.
 */
export interface OutputTag<T> {
  readonly id: string
  /** Only for the compiler: the type of the records. */
  readonly recordType?: T
}

/** @param id a text that is not empty, and not `main`, which is the output that every operator has */
export function outputTag<T>(id: string): OutputTag<T> {
  if (typeof id !== 'string' || id.trim() === '' || id === 'main') {
    throw new JobError({
      reason: 'invalid-job',
      message: "outputTag(..) takes a text that is not empty, and not 'main'",
      position: callSite(),
    })
  }
  const tag: OutputTag<T> = { id }
  return Object.defineProperty(tag, brand, { value: true, enumerable: false })
}

export function isOutputTag(value: unknown): value is OutputTag<unknown> {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[brand] === true
}
