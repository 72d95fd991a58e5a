import type { Sink, Source } from '../connectors/index.ts'
import { callSite, JobError } from '../failure/index.ts'
import { type Edge, givesTimestamps, LogicalGraph, type Operator, type OperatorKind } from '../graph/index.ts'
import type { OperatorFactory } from '../operators/index.ts'
import type { StrategyName } from '../partitioning/index.ts'

export type PartitionFunction = (record: never, channels: number) => number | readonly number[]

/** An open-ended stream as the builder knows it: the operator it comes from, and the partition calls made on it. */
export interface StreamEnd {
  readonly operatorId: number
  /** `main`, or the id of a side output. */
  readonly output: string
  readonly strategies: readonly StrategyName[]
  readonly partition?: PartitionFunction
  /** The stream carries the keys of the keyBy it comes from. */
  readonly keyed: boolean
}

/** What an operator is made of. */
export interface NewOperator {
  readonly kind: OperatorKind
  readonly name: string
  readonly detail?: string
  readonly singleInstance?: string
  readonly eventTime?: boolean
  readonly timestamps?: boolean
  readonly factory?: OperatorFactory
  readonly source?: Source<unknown>
  readonly sink?: Sink<unknown>
}

const MAIN = 'main'

/** Collects what the API's methods make: the logical graph, and the user's functions by operator and edge. */
export class JobBuilder {
  readonly graph: LogicalGraph
  readonly operators = new Map<number, OperatorFactory>()
  readonly sources = new Map<number, Source<unknown>>()
  readonly sinks = new Map<number, Sink<unknown>>()
  readonly partitions = new Map<number, PartitionFunction>()
  /** The parallelism of operators made from now on. */
  parallelism: { readonly value: number; readonly origin: 'environment' | 'default' }
  private readonly overriding: number | undefined
  /** Partition calls whose stream has not been used, by a number of their own. */
  private readonly unused = new Map<
    StreamEnd,
    { operatorId: number; strategy: StrategyName; position: Operator['position'] }
  >()

  /** @param overriding parallelism from the command line, stronger than the Environment's */
  constructor(graph: LogicalGraph, parallelism: JobBuilder['parallelism'], overriding: number | undefined) {
    this.graph = graph
    this.parallelism = parallelism
    this.overriding = overriding
  }

  /** @param ports the input port of each input; 0 where it is not given */
  add(operator: NewOperator, inputs: readonly StreamEnd[], ports: readonly number[] = []): StreamEnd {
    if (typeof operator.name !== 'string' || operator.name.trim() === '') {
      throw new JobError({
        reason: 'invalid-job',
        message: 'the name of an operator must be a text that is not empty',
        position: callSite(),
      })
    }
    const id = this.graph.operators.length
    const position = callSite()
    const fixed = operator.singleInstance !== undefined || operator.kind === 'unconnected'
    const { value, origin } = this.parallelism
    this.graph.addOperator({
      id,
      kind: operator.kind,
      name: operator.name,
      parallelism: fixed ? 1 : (this.overriding ?? value),
      parallelismOrigin: fixed ? 'fixed' : this.overriding !== undefined ? 'commandLine' : origin,
      slotGroup: 'default',
      onError: 'fail',
      position,
      ...(operator.singleInstance === undefined ? {} : { singleInstance: operator.singleInstance }),
      ...(operator.detail === undefined ? {} : { detail: operator.detail }),
      ...(operator.eventTime ? { eventTime: true as const } : {}),
      ...(operator.timestamps ? { timestamps: true as const } : {}),
    })
    if (operator.factory) this.operators.set(id, operator.factory)
    if (operator.source) this.sources.set(id, operator.source)
    if (operator.sink) this.sinks.set(id, operator.sink)
    inputs.forEach((input, index) => {
      this.connect(input, id, ports[index] ?? 0, position)
    })
    return { operatorId: id, output: MAIN, strategies: [], keyed: operator.kind === 'keyBy' }
  }

  private connect(input: StreamEnd, target: number, port: number, position: Edge['position']): void {
    const strategy = input.strategies.at(-1)
    const edge = this.graph.addEdge({
      source: input.operatorId,
      output: input.output,
      target,
      port,
      strategy: strategy ?? (input.keyed ? 'ShuffleByKey' : 'Forward'),
      written: strategy !== undefined,
      position,
      ...(input.strategies.length > 1 ? { overridden: input.strategies.slice(0, -1) } : {}),
    })
    if (strategy === 'Custom' && input.partition) this.partitions.set(edge.id, input.partition)
    this.used(input)
  }

  private used(end: StreamEnd): void {
    this.unused.delete(end)
  }

  /** A partition call: the next operator on the stream gets its records that way. */
  partition(input: StreamEnd, strategy: StrategyName, partition?: PartitionFunction): StreamEnd {
    this.used(input)
    const { operatorId, output, strategies } = input
    const end: StreamEnd = {
      operatorId,
      output,
      strategies: [...strategies, strategy],
      keyed: false,
      ...(partition ? { partition } : {}),
    }
    this.unused.set(end, { operatorId, strategy, position: callSite() })
    return end
  }

  /** The side output of an operator, by its id. */
  sideOutput(operatorId: number, id: string): StreamEnd {
    return { operatorId, output: id, strategies: [], keyed: false }
  }

  /** Whether the records of an operator have timestamps, as far as the job has been built. */
  givesTimestamps(operatorId: number): boolean {
    return givesTimestamps(this.graph).has(operatorId)
  }

  change(operatorId: number, change: Partial<Omit<Operator, 'id'>>): void {
    this.graph.updateOperator(operatorId, change)
  }

  setParallelism(operatorId: number, parallelism: number): void {
    const operator = this.graph.operator(operatorId)
    checkParallelism(parallelism, operator.name)
    if (operator.singleInstance !== undefined && parallelism > 1) {
      throw new JobError({
        reason: 'invalid-job',
        message: `${operator.name} cannot have ${parallelism} instances: ${operator.singleInstance}`,
        cure: 'leave its parallelism at 1; the operators after it can have more',
        operatorId,
        operatorName: operator.name,
        position: callSite(),
      })
    }
    this.change(operatorId, { parallelism, parallelismOrigin: 'operator' })
  }

  /** The graph to run or print: strategies resolved, with hints for partition calls that nobody used. Changes nothing here. */
  snapshot(name?: string): LogicalGraph {
    const { graph } = this
    const copy = LogicalGraph.fromJSON({ ...graph.toJSON(), ...(name === undefined ? {} : { name }) })
    copy.resolveDefaults()
    for (const { operatorId, strategy, position } of this.unused.values()) {
      const { name } = graph.operator(operatorId)
      copy.addHint({
        severity: 'hint',
        code: 'unused-strategy',
        message: `${strategy} after ${name} has no effect: nobody reads the stream it returns`,
        cure: 'a partition call returns a new stream: go on with that one',
        operatorId,
        operatorName: name,
        position,
      })
    }
    return copy
  }
}

export function checkParallelism(parallelism: unknown, what: string): asserts parallelism is number {
  if (Number.isInteger(parallelism) && (parallelism as number) >= 1) return
  throw new JobError({
    reason: 'invalid-job',
    message: `the parallelism of ${what} must be a whole number, at least 1, but is ${String(parallelism)}`,
    position: callSite(),
  })
}
