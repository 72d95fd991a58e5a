import { LogicalGraph, type Operator } from 'millrace/graph'
import ts from 'typescript'
import { type ChainCall, chainOf } from './chain.ts'
import type { JobModel, TextRange, Unread } from './job-model.ts'
import {
  connectorNames,
  type OperatorMethod,
  operatorMethods,
  partitionMethods,
  settingMethods,
  sourceMethods,
  splittingSources,
  windowFunctions,
  windowMethods,
  windowSettings,
} from './methods.ts'
import { bare, calledName, countOf, propertyOf, summary, textOf } from './static-values.ts'

type Strategy = Parameters<LogicalGraph['addEdge']>[0]['strategy']

/** What an expression of the job is worth to us: an Environment, or the open end of a stream. */
type Value = { readonly environment: true } | StreamEnd

interface StreamEnd {
  readonly operatorId: number
  readonly keyed: boolean
  readonly strategies: readonly Strategy[]
  /** The id of a side output; the main one where there is none. */
  readonly output?: string
  /** What follows says what is done: with windows, or with this stream and another one. */
  readonly open?: 'window' | { readonly other: StreamEnd }
}

const isStream = (value: Value | undefined): value is StreamEnd => value !== undefined && 'operatorId' in value

/** Reads the statements of one job file, in order, into the graph that running them would build. */
export class GraphReader {
  private readonly source: ts.SourceFile
  private readonly graph = new LogicalGraph()
  private readonly variables = new Map<string, Value>()
  /** By operator id. */
  private readonly ranges: TextRange[] = []
  private readonly keys: string[] = []
  private readonly known = new Set<number>()
  /** Ids of the side outputs, by the variable that holds the tag. */
  private readonly tags = new Map<string, string>()
  private readonly unread: Unread[] = []
  private readonly environmentNames: ReadonlySet<string>
  private parallelism: number | undefined
  private jobName: string | undefined

  /** @param environmentNames what the file calls the class Environment */
  constructor(source: ts.SourceFile, environmentNames: ReadonlySet<string>) {
    this.source = source
    this.environmentNames = environmentNames
  }

  read(): Pick<JobModel, 'name' | 'operators' | 'edges' | 'unread'> {
    for (const statement of this.source.statements) this.statement(statement)
    this.graph.resolveDefaults()
    const operators = this.graph.operators.map((operator) => ({
      ...operator,
      key: this.keys[operator.id],
      range: this.ranges[operator.id],
    }))
    return { name: this.jobName, operators, edges: this.graph.edges, unread: this.unread }
  }

  private statement(statement: ts.Statement): void {
    if (ts.isExpressionStatement(statement)) {
      this.value(statement.expression)
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        if (initializer && ts.isIdentifier(name)) this.tag(name.text, initializer)
        const value = initializer && this.value(initializer)
        if (!value || !ts.isIdentifier(name)) continue
        this.variables.set(name.text, value)
        if (isStream(value)) this.knownAs(value.operatorId, name.text)
      }
    }
  }

  /** `const late = outputTag('late')`. */
  private tag(name: string, initializer: ts.Expression): void {
    const call = bare(initializer)
    if (!ts.isCallExpression(call) || calledName(call) !== 'outputTag') return
    const id = textOf(call.arguments[0])
    if (id !== undefined) this.tags.set(name, id)
  }

  private value(expression: ts.Expression): Value | undefined {
    const { root, calls } = chainOf(expression)
    let value = this.rootValue(root)
    for (const call of calls) {
      if (value === undefined) return undefined
      value = isStream(value) ? this.streamCall(value, call) : this.environmentCall(value, call)
    }
    return value
  }

  private rootValue(root: ts.Expression): Value | undefined {
    if (ts.isIdentifier(root)) return this.variables.get(root.text)
    if (!ts.isNewExpression(root) || !ts.isIdentifier(root.expression)) return undefined
    if (!this.environmentNames.has(root.expression.text)) return undefined
    this.parallelism = countOf(propertyOf(root.arguments?.[0], 'parallelism'))
    return { environment: true }
  }

  private environmentCall(environment: Value, call: ChainCall): Value | undefined {
    const { method, args } = call
    const made = sourceMethods.get(method)
    if (made) {
      const splits =
        method !== 'unconnected' && (method !== 'source' || splittingSources.has(calledName(args[0]) ?? ''))
      return this.named(call, made, [], splits ? this.parallelism : 1)
    }
    if (method === 'setParallelism') {
      this.parallelism = countOf(args[0])
      return environment
    }
    if (method === 'execute') this.jobName = textOf(args[0])
    return undefined
  }

  private streamCall(stream: StreamEnd, call: ChainCall): Value | undefined {
    const { method, args } = call
    if (stream.open === 'window') return this.windowCall(stream, call)
    if (stream.open !== undefined) return this.connectedCall(stream, stream.open.other, call)
    if (windowMethods.has(method)) return { ...stream, open: 'window' }
    if (method === 'sideOutput') return this.sideOutput(stream, args[0])
    if (method === 'connect' || method === 'intervalJoin' || method === 'windowJoin')
      return this.twoInputs(stream, call)
    const strategy = partitionMethods.get(method)
    if (strategy) return { ...stream, keyed: false, strategies: [...stream.strategies, strategy] }
    if (settingMethods.has(method)) {
      this.change(stream.operatorId, method, args)
      return stream
    }
    const made = operatorMethods.get(method)
    if (!made) {
      this.unread.push({
        message: `${method}(..) is not a method of a stream that can be drawn`,
        range: this.rangeOf(call),
      })
      return undefined
    }
    const inputs = [stream]
    for (const arg of method === 'union' ? args : []) {
      const other = this.value(arg)
      if (isStream(other)) inputs.push(other)
      else this.unread.push({ message: 'this input of union(..) cannot be read', range: this.rangeOfNode(arg) })
    }
    return this.named(call, made, inputs, this.parallelism)
  }

  /** What is said of windows, up to the function that makes an operator of them. */
  private windowCall(stream: StreamEnd, call: ChainCall): Value | undefined {
    if (windowSettings.has(call.method)) return stream
    const nameArgument = windowFunctions.get(call.method)
    if (nameArgument === undefined) return this.notDrawn(call, 'windows')
    return this.named(
      call,
      { kind: 'window', name: 'Window', nameArgument },
      [stream],
      stream.keyed ? this.parallelism : 1,
    )
  }

  private sideOutput(stream: StreamEnd, tag: ts.Expression | undefined): Value {
    const name = tag !== undefined && ts.isIdentifier(tag) ? tag.text : ''
    return { operatorId: stream.operatorId, keyed: false, strategies: [], output: this.tags.get(name) ?? name }
  }

  private twoInputs(stream: StreamEnd, call: ChainCall): Value | undefined {
    const { method, args } = call
    const other = args[0] && this.value(args[0])
    if (!isStream(other)) {
      this.unread.push({ message: `the other input of ${method}(..) cannot be read`, range: this.rangeOf(call) })
      return undefined
    }
    if (method === 'connect') return { ...stream, open: { other } }
    if (method === 'intervalJoin') {
      const made: OperatorMethod = { kind: 'intervalJoin', name: 'IntervalJoin', nameArgument: 2 }
      return this.named(call, made, [stream, other], this.parallelism, [0, 1])
    }
    const keyBy: OperatorMethod = { kind: 'keyBy', name: 'KeyBy' }
    const keyed = [stream, other].map((input) => this.named(call, keyBy, [input], this.parallelism))
    const name = textOf(propertyOf(args[1], 'name')) ?? 'WindowJoin'
    return this.named(call, { kind: 'windowJoin', name }, keyed, this.parallelism, [0, 1])
  }

  private connectedCall(stream: StreamEnd, other: StreamEnd, call: ChainCall): Value | undefined {
    if (call.method !== 'process') return this.notDrawn(call, 'connected streams')
    const made: OperatorMethod = { kind: 'connect', name: 'Connect', nameArgument: 1 }
    return this.named(call, made, [stream, other], this.parallelism, [0, 1])
  }

  private notDrawn(call: ChainCall, what: string): undefined {
    this.unread.push({ message: `${call.method}(..) is not a method of ${what}`, range: this.rangeOf(call) })
  }

  private named(
    call: ChainCall,
    made: OperatorMethod,
    inputs: readonly StreamEnd[],
    parallelism?: number,
    ports: readonly number[] = [],
  ): StreamEnd {
    const given = made.nameArgument === undefined ? undefined : textOf(call.args[made.nameArgument])
    const connector = made.kind === 'source' || made.kind === 'sink' ? calledName(call.args[0]) : undefined
    const byDefault = connectorNames.get(connector ?? '') ?? made.name
    const end = this.add(call, made.kind, given ?? byDefault, inputs, parallelism, ports)
    if (given) this.knownAs(end.operatorId, given)
    return end
  }

  private add(
    call: ChainCall,
    kind: Operator['kind'],
    name: string,
    inputs: readonly StreamEnd[],
    parallelism = 1,
    ports: readonly number[] = [],
  ): StreamEnd {
    const id = this.graph.operators.length
    const parallelismOrigin = this.parallelism === undefined ? 'default' : 'environment'
    const detail = summary(call.args, this.source)
    this.graph.addOperator({
      id,
      kind,
      name,
      parallelism,
      parallelismOrigin,
      slotGroup: 'default',
      onError: 'fail',
      ...(detail === '' ? {} : { detail }),
    })
    this.ranges.push(this.rangeOf(call))
    const from = inputs.length > 0 ? `${this.keys[inputs[0].operatorId]}/` : ''
    this.keys.push(this.free(`${from}${call.method}`))
    for (const [index, { operatorId, strategies, keyed, output = 'main' }] of inputs.entries()) {
      const written = strategies.at(-1)
      const strategy = written ?? (keyed ? 'ShuffleByKey' : 'Forward')
      const overridden = strategies.length > 1 ? { overridden: strategies.slice(0, -1) } : {}
      const port = ports[index] ?? 0
      const edge = { source: operatorId, output, target: id, port, strategy, written: written !== undefined }
      this.graph.addEdge({ ...edge, ...overridden })
    }
    return { operatorId: id, keyed: kind === 'keyBy', strategies: [] }
  }

  private change(operatorId: number, method: string, [argument]: readonly ts.Expression[]): void {
    const text = textOf(argument)
    if (method === 'setParallelism') {
      const parallelism = countOf(argument)
      if (parallelism) this.graph.updateOperator(operatorId, { parallelism, parallelismOrigin: 'operator' })
    } else if (text === undefined) {
      return
    } else if (method === 'onError') {
      if (text === 'fail' || text === 'skip') this.graph.updateOperator(operatorId, { onError: text })
    } else {
      this.graph.updateOperator(operatorId, { [method]: text })
      if (method !== 'slotGroup') this.knownAs(operatorId, text, method === 'uid')
    }
  }

  /** The first name somebody gave counts, and a uid above all. */
  private knownAs(operatorId: number, key: string, strongest = false): void {
    if (this.known.has(operatorId) && !strongest) return
    this.known.add(operatorId)
    this.keys[operatorId] = ''
    this.keys[operatorId] = this.free(key)
  }

  private free(key: string): string {
    let free = key
    for (let count = 2; this.keys.includes(free); count++) free = `${key} ${count}`
    return free
  }

  private rangeOf({ nameNode, call }: ChainCall): TextRange {
    const offset = nameNode.getStart(this.source)
    return { offset, length: call.end - offset }
  }

  private rangeOfNode(node: ts.Node): TextRange {
    const offset = node.getStart(this.source)
    return { offset, length: node.end - offset }
  }
}
