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
} from './methods.ts'
import { calledName, countOf, propertyOf, summary, textOf } from './static-values.ts'

type Strategy = Parameters<LogicalGraph['addEdge']>[0]['strategy']

/** What an expression of the job is worth to us: an Environment, or the open end of a stream. */
type Value = { readonly environment: true } | StreamEnd

interface StreamEnd {
  readonly operatorId: number
  readonly keyed: boolean
  readonly strategies: readonly Strategy[]
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
        const value = initializer && this.value(initializer)
        if (!value || !ts.isIdentifier(name)) continue
        this.variables.set(name.text, value)
        if (isStream(value)) this.knownAs(value.operatorId, name.text)
      }
    }
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

  private named(call: ChainCall, made: OperatorMethod, inputs: readonly StreamEnd[], parallelism?: number): StreamEnd {
    const given = made.nameArgument === undefined ? undefined : textOf(call.args[made.nameArgument])
    const connector = made.kind === 'source' || made.kind === 'sink' ? calledName(call.args[0]) : undefined
    const byDefault = connectorNames.get(connector ?? '') ?? made.name
    const end = this.add(call, made.kind, given ?? byDefault, inputs, parallelism)
    if (given) this.knownAs(end.operatorId, given)
    return end
  }

  private add(
    call: ChainCall,
    kind: Operator['kind'],
    name: string,
    inputs: readonly StreamEnd[],
    parallelism = 1,
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
    for (const { operatorId, strategies, keyed } of inputs) {
      const written = strategies.at(-1)
      const strategy = written ?? (keyed ? 'ShuffleByKey' : 'Forward')
      const overridden = strategies.length > 1 ? { overridden: strategies.slice(0, -1) } : {}
      const edge = { source: operatorId, output: 'main', target: id, port: 0, strategy, written: written !== undefined }
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
