import ts from 'typescript'
import { byMethod, type MethodEntry } from '../../catalogue/index.ts'
import type { JobOperator } from '../job-model.ts'
import type { ChainCall } from './chain.ts'
import { sinkOf, sourceOf } from './connectors.ts'
import { constantCount, constantOf, constantText, member, resolve } from './constants.ts'
import type { Imports } from './imports.ts'
import type { ModelBuilder, NewOperator, Parallelism } from './model-builder.ts'
import { calledName } from './static-values.ts'
import type { Input, Scope, StreamValue, Value } from './values.ts'

/** Reads an argument that may be a stream. */
export type ReadArgument = (argument: ts.Expression) => Value | undefined

/** What the methods of the API do to a dataflow: from the value they are called on to the one they give. */
export class StreamReader {
  private readonly builder: ModelBuilder
  private readonly imports: Imports
  private readonly read: (argument: ts.Expression, scope: Scope) => Value | undefined

  constructor(builder: ModelBuilder, imports: Imports, read: StreamReader['read']) {
    this.builder = builder
    this.imports = imports
    this.read = read
  }

  environmentCall(environment: number, call: ChainCall, scope: Scope): Value | undefined {
    const { builder } = this
    const { name, args } = call
    const entry = byMethod.environment.get(name)
    if (entry) {
      for (const argument of args) this.read(argument, scope)
      const source = name === 'source' ? sourceOf(args[0], scope, this.imports) : {}
      return this.made(call, entry, environment, [], { ...source, name: source.name ?? entry.makes!.name }, scope)
    }
    const self = builder.environments[environment]
    if (name === 'setParallelism') {
      builder.setParallelism(environment, this.parallelism(args[0], scope), call)
      return { kind: 'environment', id: environment }
    }
    if (name === 'execute') {
      const given = constantText(args[0], scope)
      self.name ??= args[0] === undefined ? 'job' : given
      const { parent } = call.call
      const awaited = !ts.isExpressionStatement(parent) && !ts.isVoidExpression(parent)
      self.executions = [...self.executions, { range: builder.rangeOfStep(call), awaited }]
    }
    return undefined
  }

  streamCall(stream: StreamValue, call: ChainCall, scope: Scope): Value | undefined {
    const { name, args } = call
    if (name === 'sideOutput') return this.sideOutput(stream, args[0], scope)
    const strategy = byMethod.strategy.get(name)
    if (strategy) {
      this.builder.partitioned(stream.operator, call)
      const strategies = [...stream.strategies, { name: strategy.strategy, call }]
      return { ...stream, keyed: false, strategies }
    }
    if (byMethod.setting.has(name)) {
      this.setting(stream.operator, call, scope)
      return stream
    }
    const entry = byMethod.stream.get(name)
    if (entry === undefined) return this.notRead(`${name}(..) is not a method of a stream that can be drawn`, call)
    if (entry.yields === 'windowed') return { kind: 'windowed', stream, calls: [call] }
    const { environment } = this.builder.operators[stream.operator]
    if (name === 'union') return this.union(stream, call, entry, environment, scope)
    if (entry.arguments[0]?.kind === 'stream') return this.twoInputs(stream, call, entry, environment, scope)
    for (const argument of args) this.read(argument, scope)
    const sink = name === 'sink' ? sinkOf(args[0], scope, this.imports) : {}
    return this.made(
      call,
      entry,
      environment,
      [{ ...stream, reader: call.receiver }],
      { ...sink, name: sink.name ?? entry.makes!.name },
      scope,
    )
  }

  /** What is said of windows, up to the function that makes an operator of them. */
  windowCall(windowed: Extract<Value, { kind: 'windowed' }>, call: ChainCall, scope: Scope): Value | undefined {
    const entry = byMethod.windowed.get(call.name)
    if (entry === undefined) return this.notRead(`${call.name}(..) is not a method of windows`, call)
    const { stream, calls } = windowed
    if (entry.makes === undefined) return { ...windowed, calls: [...calls, call] }
    const [cut] = calls
    const { environment } = this.builder.operators[stream.operator]
    const eventTime = cut.name === 'window' && this.needsTimestamps(cut.args[0], scope)
    const singleInstance = stream.keyed ? undefined : 'a window over a whole stream has one instance'
    const more = { name: entry.makes.name, eventTime, calls, ...(singleInstance ? { singleInstance } : {}) }
    return this.made(call, entry, environment, [{ ...stream, reader: cut.receiver }], more, scope)
  }

  connectedCall(
    { left, right, connect }: Extract<Value, { kind: 'connected' }>,
    call: ChainCall,
    scope: Scope,
  ): Value | undefined {
    const entry = byMethod.connected.get(call.name)
    if (entry === undefined) return this.notRead(`${call.name}(..) is not a method of connected streams`, call)
    const { environment } = this.builder.operators[left.operator]
    return this.made(
      call,
      entry,
      environment,
      [left, right],
      { name: entry.makes!.name, calls: [connect] },
      scope,
      [0, 1],
    )
  }

  /** A setting, also of an operator whose branch has ended. */
  setting(operator: number, call: ChainCall, scope: Scope): void {
    const { name, args } = call
    const text = constantText(args[0], scope)
    const change: { -readonly [K in keyof JobOperator]?: JobOperator[K] } = {}
    if (name === 'setParallelism') Object.assign(change, this.ownParallelism(operator, args[0], scope))
    else if (name === 'onError') Object.assign(change, this.errors(operator, args[0], text, scope))
    else if (text !== undefined) Object.assign(change, { [name]: text }, name === 'name' ? { named: true } : {})
    else if (name === 'name' && args[0]) change.nameText = args[0].getText(this.builder.source)
    this.builder.change(operator, call, change)
  }

  private ownParallelism(operator: number, argument: ts.Expression | undefined, scope: Scope): Partial<JobOperator> {
    const parallelism = this.parallelism(argument, scope)
    if (parallelism === undefined) return {}
    if (this.builder.operators[operator].singleInstance !== undefined) return { parallelismOrigin: 'operator' }
    return 'value' in parallelism
      ? { parallelism: parallelism.value, parallelismOrigin: 'operator', parallelismText: undefined }
      : { parallelismText: parallelism.text, parallelismOrigin: 'operator' }
  }

  private errors(
    operator: number,
    argument: ts.Expression | undefined,
    text: string | undefined,
    scope: Scope,
  ): Partial<JobOperator> {
    if (text === 'fail' || text === 'skip') {
      const { kind } = this.builder.operators[operator]
      if (kind === 'windowJoin') {
        for (const edge of this.builder.edges) {
          if (edge.target === operator) this.builder.operators[edge.source].onError = text
        }
      }
      return { onError: text, errorTag: undefined }
    }
    return argument === undefined ? {} : { onError: 'sideOutput', errorTag: this.tag(argument, scope) }
  }

  private sideOutput(stream: StreamValue, tag: ts.Expression | undefined, scope: Scope): Value {
    const output = tag === undefined ? '' : this.tag(tag, scope)
    return { kind: 'stream', operator: stream.operator, output, keyed: false, strategies: [] }
  }

  /** The id of a side output; where it cannot be read, the text that gives it. */
  private tag(argument: ts.Expression, scope: Scope): string {
    const value = this.read(argument, scope)
    return value?.kind === 'tag' ? value.id : argument.getText(this.builder.source)
  }

  private union(
    stream: StreamValue,
    call: ChainCall,
    entry: MethodEntry,
    environment: number,
    scope: Scope,
  ): Value | undefined {
    const inputs: Input[] = [{ ...stream, reader: call.receiver }]
    for (const argument of call.args) {
      const value = this.read(ts.isSpreadElement(argument) ? argument.expression : argument, scope)
      const others =
        value?.kind === 'fields' ? [...value.fields.values()] : [value?.kind === 'holder' ? value.stream : value]
      for (const other of others) {
        if (other?.kind === 'stream') inputs.push(value?.kind === 'stream' ? { ...other, reader: argument } : other)
        else this.notRead('this input of union(..) cannot be read', argument)
      }
    }
    return this.made(call, entry, environment, inputs, { name: entry.makes!.name }, scope)
  }

  private twoInputs(
    stream: StreamValue,
    call: ChainCall,
    entry: MethodEntry,
    environment: number,
    scope: Scope,
  ): Value | undefined {
    const { name, args } = call
    const other = args[0] && this.read(args[0], scope)
    if (other?.kind !== 'stream') return this.notRead(`the other input of ${name}(..) cannot be read`, call)
    const [left, right]: Input[] = [
      { ...stream, reader: call.receiver },
      { ...other, reader: args[0] },
    ]
    if (name === 'connect') return { kind: 'connected', left, right, connect: call }
    if (name === 'intervalJoin') {
      return this.made(
        call,
        entry,
        environment,
        [left, right],
        { name: entry.makes!.name, eventTime: true },
        scope,
        [0, 1],
      )
    }
    const options = args[1] && { node: args[1], scope }
    const option = (property: string) => (options === undefined ? undefined : member(options, property))
    const short = args[2] !== undefined
    const keyed = [left, right].map((input) => {
      const keyBy = { kind: 'keyBy' as const, name: 'KeyBy', environment, implied: true }
      const operator = this.builder.add(keyBy, call, [input])
      return { kind: 'stream' as const, operator, output: 'main', keyed: true, strategies: [] }
    })
    const named = short ? undefined : option('name')
    const given = named && constantText(named.node, named.scope)
    const window = short ? undefined : option('window')
    const eventTime = window !== undefined && this.needsTimestamps(window.node, window.scope)
    const more = { name: given ?? entry.makes!.name, named: given !== undefined, eventTime }
    return this.made(call, entry, environment, keyed, more, scope, [0, 1])
  }

  private made(
    call: ChainCall,
    { makes, yields }: MethodEntry,
    environment: number,
    inputs: readonly Input[],
    more: Partial<NewOperator> & { readonly name: string },
    scope: Scope,
    ports: readonly number[] = [],
  ): Value {
    const { kind, nameArgument } = makes!
    const given = nameArgument === undefined ? undefined : constantText(call.args[nameArgument], scope)
    // A spread may bring a name along.
    const spread = nameArgument === undefined ? undefined : call.args.find(ts.isSpreadElement)
    const written = nameArgument === undefined ? undefined : (spread ?? call.args[nameArgument])
    const named =
      given !== undefined
        ? { name: given, named: true }
        : written === undefined || isUndefined(written)
          ? {}
          : { nameText: written.getText(this.builder.source) }
    const operator = this.builder.add({ kind, environment, ...more, ...named }, call, inputs, ports)
    if (yields === 'end') return { kind: 'end', operator }
    return { kind: 'stream', operator, output: 'main', keyed: yields === 'keyed', strategies: [] }
  }

  /** What `new Environment(..)` and `setParallelism(..)` say. */
  parallelism(argument: ts.Expression | undefined, scope: Scope): Parallelism | undefined {
    if (argument === undefined) return undefined
    const count = constantCount(argument, scope)
    return count === undefined ? { text: argument.getText(this.builder.source) } : { value: count }
  }

  /** The same of an Environment's settings. */
  settingsParallelism(settings: ts.Expression | undefined, scope: Scope): Parallelism | undefined {
    const place = settings && member({ node: settings, scope }, 'parallelism')
    return place && this.parallelism(place.node, place.scope)
  }

  /** The most instances that the settings of an Environment allow, where they say it as a number. */
  settingsMaxParallelism(settings: ts.Expression | undefined, scope: Scope): number | undefined {
    const place = settings && member({ node: settings, scope }, 'maxParallelism')
    const value = place && constantOf(place.node, place.scope)
    return typeof value === 'number' ? value : undefined
  }

  private needsTimestamps(window: ts.Expression | undefined, scope: Scope): boolean {
    const node = window && resolve(window, scope).node
    const factory = (node && this.imports.called(node)) ?? calledName(node)
    return factory === 'tumbling' || factory === 'sliding' || factory === 'session'
  }

  private notRead(message: string, at: ChainCall | ts.Node): undefined {
    const range = 'nameNode' in at ? this.builder.rangeOfStep(at) : this.builder.rangeOf(at)
    this.builder.unread.push({ message, range })
  }
}

function isUndefined(node: ts.Expression): boolean {
  return ts.isIdentifier(node) && node.text === 'undefined'
}
