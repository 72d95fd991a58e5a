import { defaultStrategy, LogicalGraph, lateParallelism, type OperatorKind } from 'millrace/graph'
import type ts from 'typescript'
import type {
  IdlePartition,
  JobEdge,
  JobEnvironment,
  JobGroup,
  JobModel,
  JobOperator,
  TextRange,
  Unread,
} from '../job-model.ts'
import { type EdgeSyntax, linkSyntax, type OperatorSyntax } from '../syntax.ts'
import type { ChainCall, ChainStep } from './chain.ts'
import { commentsAbove } from './descriptions.ts'
import type { Imports } from './imports.ts'
import { summary } from './static-values.ts'
import type { Input } from './values.ts'

/** A whole number, or the expression that gives one. */
export type Parallelism = { readonly value: number } | { readonly text: string }

export interface NewOperator {
  readonly kind: OperatorKind | 'opaque'
  readonly name: string
  readonly named?: boolean
  readonly nameText?: string
  readonly environment: number
  readonly reason?: string
  readonly singleInstance?: string
  readonly eventTime?: boolean
  readonly timestamps?: boolean
  readonly implied?: boolean
  /** The calls that lead to the one that makes it, where it takes several. */
  readonly calls?: readonly ChainCall[]
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** Collects what the reader finds: operators, edges, groups, and the syntax behind each. */
export class ModelBuilder {
  readonly source: ts.SourceFile
  readonly operators: Mutable<JobOperator>[] = []
  readonly edges: JobEdge[] = []
  readonly environments: (Mutable<JobEnvironment> & { parallelism: Parallelism | undefined })[] = []
  readonly groups: JobGroup[] = []
  readonly unread: Unread[] = []
  /** The group that operators are made in at the moment. */
  group: number | undefined
  private readonly syntax: OperatorSyntax[] = []
  /** Partition calls that no operator has followed yet, with the operator before. */
  private readonly idle = new Map<ts.Node, IdlePartition>()
  private readonly edgeSyntax: EdgeSyntax[] = []
  private readonly environmentSyntax: ts.Expression[] = []
  /** By key without its number: how many there are. */
  private readonly takenKeys = new Map<string, number>()
  /** By operator id: the key of the nearest operator upstream that has a name of its own; else of the first one. */
  private readonly anchors: number[] = []
  private readonly known = new Set<number>()
  /** By ends, output and port: how many edges have the same. */
  private readonly alike = new Map<string, number>()

  constructor(source: ts.SourceFile) {
    this.source = source
  }

  addEnvironment(node: ts.Expression, parallelism: Parallelism | undefined, maxParallelism?: number): number {
    const id = this.environments.length
    this.environmentSyntax.push(node)
    const most = maxParallelism === undefined ? {} : { maxParallelism }
    this.environments.push({ id, range: this.rangeOf(node), executions: [], parallelism, ...most })
    return id
  }

  /** `env.setParallelism(..)`: operators that are made from now on have it. */
  setParallelism(environment: number, parallelism: Parallelism | undefined, step: ChainCall): void {
    const self = this.environments[environment]
    self.parallelism = parallelism
    const earlier = this.operators.filter((operator) => operator.environment === environment)
    if (parallelism === undefined || 'text' in parallelism) return
    // How many there are, and how many instances they have, has to be known.
    if (earlier.some(({ kind, parallelismText }) => kind === 'opaque' || parallelismText !== undefined)) return
    const late = lateParallelism(earlier, parallelism.value)
    if (late) self.hints = [...(self.hints ?? []), { ...late, range: this.rangeOfStep(step) }]
  }

  /**
   * @param step the call that makes it; for an opaque one the text that is not understood
   * @param ports the input port of each input; 0 where it is not given
   */
  add(
    operator: NewOperator,
    step: ChainStep | ts.Node,
    inputs: readonly Input[],
    ports: readonly number[] = [],
  ): number {
    const id = this.operators.length
    const call = 'nameNode' in step ? step : undefined
    const { parallelism } = this.environments[operator.environment] ?? { parallelism: undefined }
    const { singleInstance, kind } = operator
    const fixed = singleInstance !== undefined || kind === 'unconnected'
    const { calls = [] } = operator
    const argumentsOf = (args: readonly ts.Expression[]) =>
      args.map((arg) => ({ text: arg.getText(this.source), range: this.rangeOf(arg) }))
    const args = call?.args ?? []
    const detail = summary(args, this.source)
    const method = call?.name ?? 'opaque'
    const first = inputs[0]
    const description = call && !operator.implied ? commentsAbove(calls[0] ?? call, this.source) : undefined
    this.operators.push({
      id,
      environment: operator.environment,
      kind,
      key: this.free(`${first ? `${this.anchorOf(first.operator)}/` : ''}${method}`),
      method,
      name: operator.name,
      named: operator.named ?? false,
      parallelism: !fixed && parallelism && 'value' in parallelism ? parallelism.value : 1,
      parallelismOrigin: fixed ? 'fixed' : parallelism ? 'environment' : 'default',
      slotGroup: 'default',
      onError: 'fail',
      range: call ? this.rangeOfStep(call) : this.rangeOf(step as ts.Node),
      arguments: argumentsOf(args),
      settings: [],
      ...(operator.kind === 'window' && calls.length > 0
        ? {
            calls: calls.map((made) => ({
              method: made.name,
              range: this.rangeOfStep(made),
              arguments: argumentsOf(made.args),
            })),
          }
        : {}),
      ...(!fixed && parallelism && 'text' in parallelism ? { parallelismText: parallelism.text } : {}),
      ...(detail === '' ? {} : { detail }),
      ...(description === undefined ? {} : { description }),
      ...(operator.nameText === undefined ? {} : { nameText: operator.nameText }),
      ...(operator.reason === undefined ? {} : { reason: operator.reason }),
      ...(singleInstance === undefined ? {} : { singleInstance }),
      ...(operator.eventTime ? { eventTime: true as const } : {}),
      ...(operator.timestamps ? { timestamps: true as const } : {}),
      ...(this.group === undefined ? {} : { group: this.group }),
      ...(operator.implied ? { implied: true as const } : {}),
    })
    this.anchors.push(
      first === undefined ? id : this.known.has(first.operator) ? first.operator : this.anchors[first.operator],
    )
    this.syntax.push({ step, begin: calls[0] ?? step, calls, settings: [] })
    for (const [index, input] of inputs.entries()) this.connect(input, id, ports[index] ?? 0)
    if (operator.named) this.knownAs(id, operator.name)
    return id
  }

  /** A partition call is made. */
  partitioned(operator: number, step: ChainCall): void {
    this.idle.set(step.call, { operator, range: this.rangeOfStep(step) })
  }

  private connect(input: Input, target: number, port: number): void {
    const written = input.strategies.at(-1)
    const argument = written?.call.call.arguments[0]
    for (const { call } of input.strategies) this.idle.delete(call.call)
    const alike = `${input.operator} ${port} ${target} ${input.output}`
    const ordinal = this.alike.get(alike) ?? 0
    this.alike.set(alike, ordinal + 1)
    this.edgeSyntax.push({ reader: input.reader, strategies: input.strategies.map(({ call }) => call) })
    this.edges.push({
      id: this.edges.length,
      source: input.operator,
      output: input.output,
      target,
      port,
      ordinal,
      strategy: written?.name ?? (input.keyed ? 'ShuffleByKey' : 'Forward'),
      written: written !== undefined,
      ...(input.strategies.length > 1 ? { overridden: input.strategies.slice(0, -1).map(({ name }) => name) } : {}),
      ...(written ? { range: this.rangeOfStep(written.call) } : {}),
      ...(argument === undefined ? {} : { argument: argument.getText(this.source) }),
    })
  }

  /** What a call on its stream says of an operator. */
  change(id: number, step: ChainCall, change: Partial<Mutable<JobOperator>>): void {
    const operator = this.operators[id]
    const settings = [...operator.settings, { method: step.name, range: this.rangeOfStep(step) }]
    Object.assign(operator, change, { settings })
    this.syntax[id].settings.push(step)
    const { uid, name } = change
    if (uid !== undefined) this.knownAs(id, uid, true)
    else if (name !== undefined) this.knownAs(id, name)
  }

  /** Whether a call is made that speaks of an operator, only running tells. */
  leaveOpen(id: number, method: string, call: ts.CallExpression): void {
    const text = call.getText(this.source)
    if (method === 'name') this.operators[id].nameText = text
    if (method === 'setParallelism') this.operators[id].parallelismText = text
  }

  /** A variable holds the operator's stream. */
  holds(id: number, variable: string): void {
    const operator = this.operators[id]
    operator.variable ??= variable
    this.knownAs(id, variable)
  }

  /** Runs what a helper's call does, and makes a group of the operators it adds. */
  grouped<T>(name: string, call: ts.Node, run: () => T): T {
    const outer = this.group
    const group: JobGroup = {
      id: this.groups.length,
      name,
      call: call.getText(this.source).replace(/\s+/g, ' '),
      range: this.rangeOf(call),
      ...(outer === undefined ? {} : { parent: outer }),
    }
    const { length: operators } = this.operators
    const { length: environments } = this.environments
    this.groups.push(group)
    this.group = group.id
    try {
      return run()
    } finally {
      this.group = outer
      const idle = this.operators.length === operators
      // A function that makes its own Environment is a job, and no part of one.
      if (idle || this.environments.length > environments) this.ungroup(group)
    }
  }

  /** Leaves a group out: what is in it belongs to the one around it. */
  private ungroup({ id, parent }: JobGroup): void {
    const moved = (group: number | undefined) =>
      group === id ? parent : group !== undefined && group > id ? group - 1 : group
    for (const operator of this.operators) {
      const group = moved(operator.group)
      if (group === undefined) delete operator.group
      else operator.group = group
    }
    const later = this.groups.splice(id).slice(1)
    for (const { parent: around, ...group } of later) {
      const own = moved(around)
      this.groups.push({ ...group, id: group.id - 1, ...(own === undefined ? {} : { parent: own }) })
    }
  }

  /** Gives edges whose strategy nobody wrote the default one, by the rule the runtime has. */
  resolveDefaults(): void {
    for (const edge of this.edges as Mutable<JobEdge>[]) {
      if (edge.written) continue
      const [source, target] = [this.operators[edge.source], this.operators[edge.target]]
      edge.strategy = defaultStrategy(source, edge.output, target)
      if (edge.strategy !== 'ShuffleByKey' && (source.parallelismText ?? target.parallelismText) !== undefined)
        edge.uncertain = true
    }
  }

  model() {
    const environments = this.environments.map(({ parallelism: _, ...environment }) => environment)
    const { operators, edges, groups, unread } = this
    const idlePartitions = [...this.idle.values()]
    const model = { environments, operators: operators as JobOperator[], edges, groups, idlePartitions, unread }
    return { ...model, ...(environments[0]?.name === undefined ? {} : { name: environments[0].name }) }
  }

  /** Lets edits find the syntax behind a model. */
  link(model: object, imports: Imports): void {
    const { source, syntax: operators, edgeSyntax: edges, environmentSyntax: environments } = this
    linkSyntax(model, { source, operators, edges, environments, imports })
  }

  /** The first name somebody gave counts, and a uid above all. */
  private knownAs(id: number, key: string, strongest = false): void {
    if (this.known.has(id) && !strongest) return
    this.known.add(id)
    const operator = this.operators[id]
    operator.key = this.free(key)
  }

  private free(key: string): string {
    const count = (this.takenKeys.get(key) ?? 0) + 1
    this.takenKeys.set(key, count)
    return count === 1 ? key : this.free(`${key} ${count}`)
  }

  private anchorOf(id: number): string {
    return this.operators[this.known.has(id) ? id : this.anchors[id]].key
  }

  rangeOfStep({ nameNode, call }: ChainStep): TextRange {
    const offset = nameNode.getStart(this.source)
    return { offset, length: (call ?? nameNode).end - offset }
  }

  rangeOf(node: ts.Node): TextRange {
    const offset = node.getStart(this.source)
    return { offset, length: node.end - offset }
  }
}

/** The graph of one job, as `millrace/graph` has it, and the model's operators by the graph's ids. */
export function graphOf(
  model: Pick<JobModel, 'environments' | 'operators' | 'edges'>,
  environment: number,
): { graph: LogicalGraph; operators: readonly JobOperator[] } {
  const maxParallelism = model.environments[environment]?.maxParallelism
  const graph = new LogicalGraph(maxParallelism === undefined ? {} : { maxParallelism })
  const operators = model.operators.filter((operator) => operator.environment === environment)
  const ids = new Map(operators.map(({ id }, index) => [id, index]))
  for (const [id, operator] of operators.entries()) {
    const { kind, name, uid, parallelism, parallelismOrigin, slotGroup, onError, errorTag } = operator
    const { eventTime, timestamps, singleInstance, detail } = operator
    graph.addOperator({
      ...{ id, kind, name, parallelism, parallelismOrigin, slotGroup, onError },
      ...(uid === undefined ? {} : { uid }),
      ...(errorTag === undefined ? {} : { errorTag }),
      ...(eventTime === undefined ? {} : { eventTime }),
      ...(timestamps === undefined ? {} : { timestamps }),
      ...(singleInstance === undefined ? {} : { singleInstance }),
      ...(detail === undefined ? {} : { detail }),
    })
  }
  for (const { source, target, output, port, strategy, written, overridden } of model.edges) {
    const from = ids.get(source)
    const to = ids.get(target)
    if (from === undefined || to === undefined) continue
    graph.addEdge({
      ...{ source: from, target: to, output, port, strategy, written },
      ...(overridden === undefined ? {} : { overridden }),
    })
  }
  return { graph, operators }
}
