import ts from 'typescript'
import { type ChainCall, type ChainStep, chainOf } from './chain.ts'
import { constantText, member } from './constants.ts'
import type { Imports } from './imports.ts'
import type { ModelBuilder } from './model-builder.ts'
import { dealingsOf, isTelling } from './opaque.ts'
import { bare } from './static-values.ts'
import { StreamReader } from './stream-reader.ts'
import { type FunctionNode, Scope, type StreamValue, streamsIn, type Value } from './values.ts'

const DEEPEST_HELPER = 16
/** Methods that only an Environment has. */
const BEGINS = new Set(['fromCollection', 'readTextFile', 'unconnected'])

/** Reads what expressions do to the dataflow, and what they are worth. */
export class ExpressionReader {
  private readonly builder: ModelBuilder
  private readonly imports: Imports
  private readonly streams: StreamReader
  private readonly statements: (statements: readonly ts.Statement[], scope: Scope) => Value | undefined
  /** Functions whose bodies are being read: a call of one of them is a recursion. */
  private readonly open: FunctionNode[] = []
  /** Functions of the file that have been called. */
  readonly called = new Set<FunctionNode>()

  /** @param statements reads the body of a function, and gives what it returns */
  constructor(builder: ModelBuilder, imports: Imports, statements: ExpressionReader['statements']) {
    this.builder = builder
    this.imports = imports
    this.statements = statements
    this.streams = new StreamReader(builder, imports, (argument, scope) => this.value(argument, scope))
  }

  /** Gives names their values, also those of a pattern. */
  bind(name: ts.BindingName, value: Value | undefined, scope: Scope, text?: ts.Expression): void {
    if (ts.isIdentifier(name)) {
      if (value?.kind === 'stream' && value.output === 'main') this.builder.holds(value.operator, name.text)
      if (value?.kind === 'environment') this.builder.environments[value.id].variable ??= name.text
      scope.declare(name.text, value ?? (text && { kind: 'expression', node: text, scope }))
      return
    }
    for (const [index, element] of name.elements.entries()) {
      if (ts.isOmittedExpression(element)) continue
      const { propertyName, name: inner, initializer, dotDotDotToken } = element
      const named = propertyName ?? inner
      const field = ts.isArrayBindingPattern(name) ? String(index) : ts.isIdentifier(named) ? named.text : ''
      const part = value?.kind === 'fields' && !dotDotDotToken ? value.fields.get(field) : undefined
      // What is left of an object is taken for all of it: a name that was taken out is not asked for.
      const literal = text && (dotDotDotToken ? { node: text, scope } : member({ node: text, scope }, field))
      const known: Value | undefined = part ?? (literal && { kind: 'expression', ...literal })
      this.bind(inner, value?.kind === 'holder' ? value : known, scope, initializer)
    }
  }

  value(expression: ts.Expression, scope: Scope): Value | undefined {
    const { root, steps } = chainOf(expression)
    let value = this.rootValue(root, steps, scope)
    for (const [index, step] of steps.entries()) {
      if (value === undefined || value.kind === 'expression' || value.kind === 'imported') {
        return this.unknownCall(steps.slice(index), value, scope)
      }
      value = this.step(value, step, scope)
    }
    return value
  }

  private rootValue(root: ts.Expression, steps: readonly ChainStep[], scope: Scope): Value | undefined {
    if (ts.isIdentifier(root)) {
      const value = scope.get(root.text)
      if (value?.kind !== 'imported' || !steps.some(({ name, call }) => call && isTelling(name))) return value
      const stream = this.opaque('it comes from another module', root, [], this.lastEnvironment)
      scope.assign(root.text, stream)
      return stream
    }
    if (ts.isNewExpression(root)) return this.newExpression(root, scope)
    if (ts.isCallExpression(root)) return this.call(root, root.expression, root.arguments, scope)
    if (ts.isArrowFunction(root) || ts.isFunctionExpression(root)) return { kind: 'function', node: root, scope }
    if (ts.isObjectLiteralExpression(root)) return this.objectLiteral(root, scope)
    if (ts.isArrayLiteralExpression(root)) {
      const elements = root.elements.map((element) => this.value(element, scope))
      return fields(elements.entries(), root, scope)
    }
    if (ts.isSpreadElement(root)) return this.value(root.expression, scope)
    if (ts.isVoidExpression(root)) {
      this.value(root.expression, scope)
      return undefined
    }
    if (ts.isBinaryExpression(root)) return this.binary(root, scope)
    if (
      ts.isConditionalExpression(root) &&
      [root.whenTrue, root.whenFalse].every((branch) => this.makesEnvironment(branch))
    ) {
      return this.unknownEnvironment(root)
    }
    if (ts.isConditionalExpression(root)) return this.notFollowed(root, scope, 'a condition decides what is built here')
    return undefined
  }

  private newExpression(node: ts.NewExpression, scope: Scope): Value | undefined {
    const made = ts.isIdentifier(node.expression) ? scope.get(node.expression.text) : undefined
    if (made?.kind === 'class') return this.newOfClass(made.node, node, scope)
    if (this.imports.exported(node.expression) !== 'Environment') {
      for (const argument of node.arguments ?? []) this.value(argument, scope)
      return undefined
    }
    const settings = node.arguments?.[0]
    const parallelism = this.streams.settingsParallelism(settings, scope)
    const most = this.streams.settingsMaxParallelism(settings, scope)
    return { kind: 'environment', id: this.builder.addEnvironment(node, parallelism, most) }
  }

  /** A class that extends Environment is one; one that makes an Environment builds what is not followed. */
  private newOfClass(declaration: ts.ClassDeclaration, node: ts.NewExpression, scope: Scope): Value | undefined {
    const base = declaration.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]
    if (base && this.imports.exported(base.expression) === 'Environment') return this.unknownEnvironment(node)
    for (const argument of node.arguments ?? []) this.value(argument, scope)
    if (!dealingsOf(declaration, scope, this.imports).makesEnvironment) return undefined
    const { id } = this.unknownEnvironment(node) as { id: number }
    return { kind: 'holder', stream: this.opaque('a class builds it', declaration, [], id) }
  }

  private makesEnvironment(expression: ts.Expression): boolean {
    const node = bare(expression)
    return ts.isNewExpression(node) && this.imports.exported(node.expression) === 'Environment'
  }

  /** An Environment of which the text does not tell how it is set. */
  private unknownEnvironment(node: ts.Expression): Value {
    const text = node.getText(this.builder.source)
    return { kind: 'environment', id: this.builder.addEnvironment(node, { text }) }
  }

  private binary(node: ts.BinaryExpression, scope: Scope): Value | undefined {
    if (isLogical(node.operatorToken.kind)) {
      return this.notFollowed(node, scope, 'a condition decides what is built here')
    }
    if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) {
      this.value(node.left, scope)
      return this.value(node.right, scope) && undefined
    }
    const value = this.value(node.right, scope)
    if (ts.isIdentifier(node.left)) {
      scope.assign(node.left.text, value)
      if (value?.kind === 'stream' && value.output === 'main') this.builder.holds(value.operator, node.left.text)
      if (value?.kind === 'environment') this.builder.environments[value.id].variable ??= node.left.text
    }
    return value
  }

  private objectLiteral(node: ts.ObjectLiteralExpression, scope: Scope): Value | undefined {
    const entries: [string, Value | undefined][] = []
    for (const property of node.properties) {
      const name =
        property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)) ? property.name.text : ''
      if (ts.isPropertyAssignment(property)) entries.push([name, this.value(property.initializer, scope)])
      else if (ts.isShorthandPropertyAssignment(property)) entries.push([name, scope.get(name)])
      else if (ts.isMethodDeclaration(property)) entries.push([name, { kind: 'function', node: property, scope }])
      else if (ts.isSpreadAssignment(property)) {
        const spread = this.value(property.expression, scope)
        if (spread?.kind === 'fields') entries.push(...spread.fields)
      }
    }
    return fields(entries, node, scope)
  }

  private step(value: Value, step: ChainStep, scope: Scope): Value | undefined {
    if (value.kind === 'fields') {
      const field = value.fields.get(step.name)
      if (step.call === undefined || field?.kind === 'function') {
        return step.call && field?.kind === 'function'
          ? this.invoke(field, step.call, step.name, step.args, scope)
          : field
      }
      return this.collectionCall(step, streamsIn(value), scope)
    }
    if (value.kind === 'holder') {
      if (step.call === undefined || isTelling(step.name)) {
        return step.call ? this.step(value.stream, step, scope) : value.stream
      }
      for (const argument of step.args) this.value(argument, scope)
      return value
    }
    // A method whose parentheses are still to be typed.
    if (step.call === undefined) return value
    const call = step as ChainCall
    switch (value.kind) {
      case 'environment':
        return this.streams.environmentCall(value.id, call, scope)
      case 'stream':
        return this.streams.streamCall(value, call, scope)
      case 'windowed':
        return this.streams.windowCall(value, call, scope)
      case 'connected':
        return this.streams.connectedCall(value, call, scope)
      case 'end':
        this.streams.setting(value.operator, call, scope)
        return value
      case 'function':
        return step.name === 'call' ? undefined : this.unknownCall([step], value, scope)
      default:
        return undefined
    }
  }

  /** `[a, b].forEach(..)`, `.map(..)`: what is done with each is not followed. */
  private collectionCall(step: ChainStep, streams: readonly StreamValue[], scope: Scope): Value | undefined {
    if (streams.length === 0 || step.call === undefined) {
      for (const argument of step.args) this.value(argument, scope)
      return undefined
    }
    const stream = this.opaque('a function builds something of each of several streams', step.call, streams)
    return { kind: 'holder', stream }
  }

  private call(
    node: ts.CallExpression,
    callee: ts.Expression,
    args: readonly ts.Expression[],
    scope: Scope,
  ): Value | undefined {
    const exported = this.imports.exported(callee)
    if (exported === 'outputTag') {
      const id = constantText(args[0], scope)
      return id === undefined ? undefined : { kind: 'tag', id }
    }
    const inner = bare(callee)
    if (exported === undefined) {
      const known = ts.isIdentifier(inner) ? scope.get(inner.text) : undefined
      if (known?.kind === 'function') return this.invoke(known, node, (inner as ts.Identifier).text, args, scope)
      if (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner)) {
        return this.run(
          { kind: 'function', node: inner, scope },
          args.map((argument) => this.value(argument, scope)),
          args,
          scope,
        )
      }
    }
    return this.passedOut(node, args, scope)
  }

  /** A call on something unknown: of a module, a class, a value. */
  private unknownCall(steps: readonly ChainStep[], root: Value | undefined, scope: Scope): Value | undefined {
    const [first, ...rest] = steps
    const namespace = first.call && this.imports.exported(first.call.expression)
    if (namespace === 'outputTag') {
      const id = constantText(first.args[0], scope)
      return id === undefined ? undefined : { kind: 'tag', id }
    }
    let value: Value | undefined
    if (first.call && ts.isIdentifier(first.receiver) && root?.kind === 'expression' && BEGINS.has(first.name)) {
      // Nothing but an Environment has such a method.
      const environment = this.unknownEnvironment(root.node)
      this.bind(first.receiver, environment, scope)
      scope.assign(first.receiver.text, environment)
      return this.value(steps.at(-1)!.call ?? first.call, scope)
    }
    const prints = ts.isIdentifier(first.receiver) && first.receiver.text === 'console'
    const waits = /^Promise\.all/.test(first.call?.expression.getText(this.builder.source) ?? '')
    if (first.call && waits && first.args[0]) value = this.value(first.args[0], scope)
    else if (first.call && prints) for (const argument of first.args) this.value(argument, scope)
    else if (first.call) value = this.passedOut(first.call, first.args, scope)
    else value = root?.kind === 'imported' ? root : undefined
    for (const [index, step] of rest.entries()) {
      if (value === undefined || value.kind === 'imported') return this.unknownCall(rest.slice(index), value, scope)
      value = this.step(value, step, scope)
    }
    return value?.kind === 'imported' ? undefined : value
  }

  /** Arguments of a function that is not followed: with streams among them, or an Environment, it builds something. */
  private passedOut(node: ts.CallExpression, args: readonly ts.Expression[], scope: Scope): Value | undefined {
    const streams: StreamValue[] = []
    let environment: number | undefined
    for (const argument of args) {
      const value = this.value(argument, scope)
      streams.push(...streamsIn(value))
      if (value?.kind === 'environment') environment = value.id
      if (value?.kind !== 'function') continue
      const { makesEnvironment, streams: read } = dealingsOf(value.node, scope, this.imports)
      if (makesEnvironment) this.run(value, [], [], scope)
      else streams.push(...read)
    }
    if (streams.length === 0 && environment === undefined) return undefined
    return this.opaque('a function that is not in this file, or is not followed, builds it', node, streams, environment)
  }

  private invoke(
    helper: Extract<Value, { kind: 'function' }>,
    node: ts.CallExpression,
    name: string,
    args: readonly ts.Expression[],
    scope: Scope,
  ): Value | undefined {
    const values = args.map((argument) => this.value(argument, scope))
    if (this.open.includes(helper.node) || this.open.length >= DEEPEST_HELPER) {
      const streams = values.flatMap(streamsIn)
      return streams.length === 0 ? undefined : this.opaque(`${name}(..) calls itself`, node, streams)
    }
    return this.builder.grouped(name, node, () => this.run(helper, values, args, scope))
  }

  private run(
    { node, scope: outer }: Extract<Value, { kind: 'function' }>,
    values: readonly (Value | undefined)[],
    args: readonly ts.Expression[],
    callScope: Scope,
  ): Value | undefined {
    const { body } = node
    if (body === undefined || node.asteriskToken) return undefined
    this.called.add(node)
    this.open.push(node)
    try {
      const scope = new Scope(outer)
      for (const [index, { name, initializer, dotDotDotToken }] of node.parameters.entries()) {
        const rest = dotDotDotToken ? fields(values.slice(index).entries()) : values[index]
        const given: Value | undefined =
          rest ?? (args[index] && { kind: 'expression', node: args[index], scope: callScope })
        if (ts.isIdentifier(name)) scope.declare(name.text, given ?? (initializer && this.value(initializer, scope)))
        else this.bind(name, given, scope, args[index] ?? initializer)
      }
      return ts.isBlock(body) ? this.statements(body.statements, scope) : this.value(body, scope)
    } finally {
      this.open.pop()
    }
  }

  /** Code that running may do or not, or do several times: one opaque operator, if it has to do with streams. */
  notFollowed(node: ts.Node, scope: Scope, reason: string): StreamValue | undefined {
    const dealings = dealingsOf(node, scope, this.imports)
    const { streams, changed, environment, executes, makesEnvironment, builds } = dealings
    for (const { operator, call, method } of dealings.settings) this.builder.leaveOpen(operator, method, call)
    for (const call of executes) this.value(call, scope)
    if (makesEnvironment)
      this.builder.unread.push({ message: `${reason}: the job in it is not drawn`, range: this.builder.rangeOf(node) })
    if (makesEnvironment || (streams.length === 0 && !builds)) return undefined
    const stream = this.opaque(reason, node, streams, environment)
    for (const name of changed) {
      const before = scope.get(name)
      scope.assign(name, before?.kind === 'stream' || before === undefined ? stream : { kind: 'holder', stream })
    }
    return stream
  }

  private opaque(reason: string, node: ts.Node, inputs: readonly StreamValue[], environment?: number): StreamValue {
    const { builder } = this
    const owner =
      inputs.length > 0 ? builder.operators[inputs[0].operator].environment : (environment ?? this.lastEnvironment)
    const name = node.getText(builder.source).split('\n', 1)[0].slice(0, 40)
    const operator = builder.add({ kind: 'opaque', name, environment: owner, reason }, node, inputs)
    return { kind: 'stream', operator, output: 'main', keyed: false, strategies: [] }
  }

  private get lastEnvironment(): number {
    return Math.max(0, this.builder.environments.length - 1)
  }
}

function isLogical(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.AmpersandAmpersandToken ||
    kind === ts.SyntaxKind.BarBarToken ||
    kind === ts.SyntaxKind.QuestionQuestionToken
  )
}

/** Undefined where nothing of it has to do with streams. */
function fields(
  entries: Iterable<[string | number, Value | undefined]>,
  node?: ts.Expression,
  scope?: Scope,
): Value | undefined {
  const known = new Map<string, Value>()
  for (const [name, value] of entries) {
    if (value !== undefined && value.kind !== 'expression') known.set(String(name), value)
  }
  if (known.size === 0 && node) return undefined
  return { kind: 'fields', fields: known, ...(node && scope ? { text: { node, scope } } : {}) }
}
