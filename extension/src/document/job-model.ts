import type { Edge, Operator, OperatorKind, Problem } from 'millrace/graph'

/** A stretch of the text, in UTF-16 code units, as TypeScript and VS Code count. */
export interface TextRange {
  readonly offset: number
  readonly length: number
}

/** One Environment of the file: one job. */
export interface JobEnvironment {
  /** Counted from 0 in the order they are made. */
  readonly id: number
  readonly variable?: string
  /** The name given to `execute`. */
  readonly name?: string
  /** `new Environment(..)`. */
  readonly range: TextRange
  /** Each call of `execute`. */
  readonly executions: readonly Execution[]
  /** Where the text tells the number. */
  readonly maxParallelism?: number
  /** What the calls that build the job say of it while it is built, as running them does. */
  readonly hints?: readonly (Problem & { readonly range: TextRange })[]
}

export interface Execution {
  readonly range: TextRange
  /** It stands behind `await`, or what it returns is used. */
  readonly awaited: boolean
}

export interface JobArgument {
  readonly text: string
  readonly range: TextRange
}

/** A call that leads to the one that makes an operator: `window(..)`, `allowedLateness(..)`, `trigger(..)`, .. */
export interface JobCall {
  readonly method: string
  readonly range: TextRange
  readonly arguments: readonly JobArgument[]
}

/** A call on an operator's stream that speaks of the operator: `name(..)`, `uid(..)`, .. */
export interface JobSetting {
  readonly method: string
  readonly range: TextRange
}

/** An operator as the text makes it, or (kind `opaque`) a part of the text that is not understood without running it. */
export interface JobOperator extends Omit<Operator, 'position' | 'kind'> {
  /** Counted from 0 over all jobs of the file, in the order in which running it makes them. */
  readonly id: number
  /** The number of its Environment. */
  readonly environment: number
  readonly kind: OperatorKind | 'opaque'
  /**
   * What the operator is known by from one state of the text to the next: its uid, the name or the variable somebody gave
   * it, else its place in the flow. Unique within the file.
   */
  readonly key: string
  /** The method that makes it. */
  readonly method: string
  /** The method's name with its arguments: `map((f) => f.delay)`. */
  readonly range: TextRange
  readonly arguments: readonly JobArgument[]
  /** Of a window's function the calls that say of which windows, in their order. */
  readonly calls?: readonly JobCall[]
  readonly settings: readonly JobSetting[]
  /** Whether the text names it; otherwise `name` is the default. */
  readonly named: boolean
  /** Its name as it is written, where that is more than a text; `name` is the default then. */
  readonly nameText?: string
  /** The variable that holds its stream. */
  readonly variable?: string
  /** The comments directly above its call, without their marks. */
  readonly description?: string
  /** Its parallelism as it is written, where that is more than a number; `parallelism` is 1 then. */
  readonly parallelismText?: string
  /** Opaque: why. */
  readonly reason?: string
  /** The number of the helper's call it is made in. */
  readonly group?: number
  /** It has no text of its own: the method of another operator makes it too (`windowJoin` keys its inputs). */
  readonly implied?: true
}

export interface JobEdge extends Omit<Edge, 'position'> {
  /** Nobody wrote the strategy, and what it will be depends on a parallelism that only running the job tells. */
  readonly uncertain?: true
  /** The partition call that counts, where one is written. */
  readonly range?: TextRange
  /** The function that is given to `partition`. */
  readonly argument?: string
}

/** A call of a function of the same file that adds operators. */
export interface JobGroup {
  readonly id: number
  readonly name: string
  /** The text of the call, on one line. */
  readonly call: string
  readonly range: TextRange
  /** The group whose function makes the call. */
  readonly parent?: number
}

export interface IdlePartition {
  /** The operator whose stream it is called on. */
  readonly operator: number
  readonly range: TextRange
}

/** A place that was understood only in part, or not at all. */
export interface Unread {
  readonly message: string
  readonly range: TextRange
}

/** What a job's text says, as far as it can be said without running it. Plain data. */
export interface JobModel {
  /** False: the text does not import `millrace`, and is none of ours. */
  readonly isJob: boolean
  /** The name of the first job. */
  readonly name?: string
  readonly environments: readonly JobEnvironment[]
  readonly operators: readonly JobOperator[]
  readonly edges: readonly JobEdge[]
  readonly groups: readonly JobGroup[]
  /** Partition calls that no operator follows: they have no effect. */
  readonly idlePartitions: readonly IdlePartition[]
  /** The first place where the text is not TypeScript; the rest was read as well as it goes. */
  readonly syntaxError?: Unread
  readonly unread: readonly Unread[]
}
