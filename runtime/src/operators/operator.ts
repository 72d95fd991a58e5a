/**
 * What happens to a record, in one of six shapes. The execution compiles a chain of them into one loop, so a shape says
 * all that the loop needs to know; `apply` is called once a record and is inlined there.
 *
 * | shape | `apply` | records out |
 * |---|---|---|
 * | `map` | `(value) => value` | 1 |
 * | `filter` | `(value) => boolean` | 0 or 1 |
 * | `flatMap` | `(value) => Iterable or undefined` | what the iterable yields, pulled one by one as there is room |
 * | `each` | `(value) => void` | 1, the same, before `apply` is called |
 * | `key` | `(value) => key` | 1, with the key beside it |
 * | `pass` | none | 1 |
 *
 * Contract: instances are made once per operator instance, in the thread that runs it; `open` before the first record
 * of any instance of the job, `finish` after the last record (its records still flow downstream), `close` on every way
 * out. `apply` never runs concurrently with itself and never after `close`. When `apply` throws, the record is lost
 * with `onError: 'skip'` (and counted), otherwise the job fails.
 */
export interface OperatorInstance {
  readonly shape: 'map' | 'filter' | 'flatMap' | 'each' | 'key' | 'pass'
  readonly apply?: (value: any, key: any) => unknown
  /** `apply` wants the record's key as well; users' functions are called with the record alone. */
  readonly usesKey?: true
  /** Shape `key`: the key is a field of the record, so it need not travel beside it. */
  readonly keyIsField?: boolean
  open?(): void | Promise<void>
  finish?(): Iterable<unknown> | undefined
  close?(): void | Promise<void>
}

/** What an operator instance may know about where it runs. */
export interface InstanceContext {
  readonly operatorId: number
  readonly operatorName: string
  /** Index of the instance, from 0. */
  readonly instance: number
  readonly parallelism: number
  readonly maxParallelism: number
}

/** Makes the instances of one operator; built by the API, once per thread. */
export type OperatorFactory = (context: InstanceContext) => OperatorInstance
