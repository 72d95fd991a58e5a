import { byMethod } from '../../catalogue/index.ts'
import type { JobModel, JobOperator } from '../job-model.ts'
import { commentPlace, commentsAbove } from '../reading/descriptions.ts'
import type { Command } from './command.ts'
import type { Draft } from './draft.ts'
import { goneWith, readOf } from './links.ts'
import { chainStart } from './variables.ts'

/** What counts of an operator when two models are compared: everything the text says of it. */
interface SketchOperator {
  readonly what: string
}

interface SketchEdge {
  readonly source: number
  readonly output: string
  readonly target: number
  readonly port: number
  /** `default` where nobody wrote one. */
  readonly strategy: string
}

/** A model reduced to what a command may change. */
export interface Sketch {
  readonly operators: Map<number, SketchOperator>
  edges: SketchEdge[]
  /** Operators whose own text is not predicted: only their place among the others is. */
  readonly free: Set<number>
  /** Edges of these operators' inputs are not predicted. */
  readonly environments: number
}

export function sketchOf(model: JobModel): Sketch {
  return {
    operators: new Map(model.operators.map((operator) => [operator.id, { what: wordsOf(operator) }])),
    edges: model.edges.map(({ source, output, target, port, strategy, written }) => ({
      ...{ source, output, target, port },
      strategy: written ? strategy : 'default',
    })),
    free: new Set(),
    environments: model.environments.length,
  }
}

function wordsOf(operator: JobOperator, change: Partial<JobOperator> = {}): string {
  const {
    kind,
    method,
    name,
    uid,
    parallelism,
    parallelismText,
    slotGroup,
    onError,
    errorTag,
    description,
    environment,
    implied,
  } = {
    ...operator,
    ...change,
  }
  // Streams among the arguments are edges.
  const first = kind === 'union' ? Number.POSITIVE_INFINITY : kind === 'windowJoin' || kind === 'intervalJoin' ? 1 : 0
  const args =
    kind === 'opaque' || implied
      ? []
      : operator.arguments.slice(first).map(({ text }) => text.replace(/[\r\n]+[ \t]*/g, '\n'))
  return JSON.stringify([
    environment,
    kind,
    method,
    name,
    uid,
    parallelismText ?? parallelism,
    slotGroup,
    onError,
    errorTag,
    description,
    args,
  ])
}

const NEW = -1
const OPEN = -2

/** What a command makes of a job, told without its text. */
export function predict(draft: Draft, command: Command): Sketch {
  const { model } = draft
  const sketch = sketchOf(model)
  const change = (id: number, changed: Partial<JobOperator>) =>
    sketch.operators.set(id, { what: wordsOf(model.operators[id], changed) })
  switch (command.command) {
    case 'addOperator':
      predictAdded(draft, command, sketch)
      break
    case 'remove':
      predictRemoved(model, command.operator, sketch)
      for (const id of goneWith(draft, command.operator)) {
        sketch.operators.delete(id)
        sketch.edges = sketch.edges.filter(({ source }) => source !== id)
      }
      freeArguments(draft, command.operator, sketch)
      break
    case 'connect':
      predictConnected(model, command, sketch)
      break
    case 'disconnect': {
      const { target, port } = model.edges[command.edge]
      sketch.edges.splice(command.edge, 1)
      const inputs = model.edges.filter((other) => other.target === target).length
      if (model.operators[target].kind !== 'union' || inputs === 1) {
        sketch.operators.set(OPEN, { what: '' })
        sketch.free.add(OPEN)
        sketch.edges.push({ source: OPEN, output: 'main', target, port, strategy: ownStrategy(draft, command.edge) })
      }
      break
    }
    case 'reconnect': {
      const edge = sketch.edges[command.edge]
      const strategy = ownStrategy(draft, command.edge)
      sketch.edges[command.edge] = { ...edge, source: command.from, output: 'main', strategy }
      break
    }
    case 'setStrategy': {
      const strategy = command.method === null ? 'default' : byMethod.strategy.get(command.method)!.strategy
      sketch.edges[command.edge] = { ...sketch.edges[command.edge], strategy }
      break
    }
    case 'setParallelism':
    case 'rename':
    case 'setArgument':
    case 'changeMethod':
      // Whatever it is called now: the operator stays where it is.
      sketch.free.add(command.operator)
      break
    case 'setEnvironmentParallelism':
      for (const { id, environment } of model.operators) if (environment === command.environment) sketch.free.add(id)
      break
    case 'setUid':
      change(command.operator, { uid: command.uid ?? undefined })
      break
    case 'setDescription':
      change(command.operator, {
        description: command.description?.trim() || otherDescription(draft, command.operator),
      })
      break
  }
  return sketch
}

/** A chain in an argument of what is removed becomes a statement: the comment above it is a description then. */
function freeArguments({ model, syntax }: Draft, operator: number, sketch: Sketch): void {
  const { begin, step } = syntax.operators[operator]
  const starts = new Set(
    [begin, step].flatMap((call) => ('args' in call ? call.args.map((arg) => arg.getStart()) : [])),
  )
  for (const { id } of model.operators) {
    const { begin: own } = syntax.operators[id]
    if (id !== operator && 'call' in own && own.call && starts.has(chainStart({ call: own.call }))) sketch.free.add(id)
  }
}

/** What describes an operator when the comments above its call are gone: those above its statement. */
function otherDescription({ syntax }: Draft, operator: number): string | undefined {
  const { begin } = syntax.operators[operator]
  if (!('nameNode' in begin) || commentPlace(begin, syntax.source).statement) return undefined
  const place = commentPlace(begin, syntax.source, false)
  return place.statement && commentsAbove(begin, syntax.source, place)
}

/** What an edge keeps when it reads something else: a strategy that a variable was given stays with the variable. */
function ownStrategy(draft: Draft, edge: number): string {
  const { written, strategy } = draft.model.edges[edge]
  return written && readOf(draft, edge).strategies.length > 0 ? strategy : 'default'
}

/** The first input of a union is what it is called on, the others are arguments. */
export function isFirstInput(model: JobModel, edge: number): boolean {
  const { target } = model.edges[edge]
  return model.edges.find((other) => other.target === target)?.id === edge
}

function predictAdded(draft: Draft, command: Extract<Command, { command: 'addOperator' }>, sketch: Sketch): void {
  const { model } = draft
  const { at, method } = command
  sketch.operators.set(NEW, { what: '' })
  sketch.free.add(NEW)
  if ('environment' in at) {
    if (byMethod.environment.has(method)) return
    // Every input is an open one, with a keyBy behind it where keys are needed.
    const [first] = method.split('.')
    const entry = byMethod.stream.get(first)
    const keyed = entry?.on === 'keyed' || method === 'windowJoin'
    const ports = entry?.arguments.some(({ kind, rest }) => kind === 'stream' && !rest) ? [0, 1] : [0]
    let id = OPEN
    const add = () => {
      sketch.operators.set(id, { what: '' })
      sketch.free.add(id)
      return id--
    }
    for (const port of ports) {
      let source = add()
      if (keyed) {
        const target = add()
        sketch.edges.push({ source, output: 'main', target, port: 0, strategy: 'default' })
        source = target
      }
      sketch.edges.push({ source, output: 'main', target: NEW, port, strategy: 'default' })
    }
    return
  }
  if ('after' in at) {
    if (byMethod.stream.get(method)?.yields === 'end') {
      sketch.edges.push({ source: at.after, output: 'main', target: NEW, port: 0, strategy: 'default' })
      return
    }
    sketch.edges = sketch.edges.map((edge) =>
      edge.source === at.after && edge.output === 'main' ? { ...edge, source: NEW } : edge,
    )
    sketch.edges.push({ source: at.after, output: 'main', target: NEW, port: 0, strategy: 'default' })
    return
  }
  const id =
    'edge' in at ? at.edge : model.edges.find(({ target, port }) => target === at.before && port === (at.port ?? 0))!.id
  const edge = sketch.edges[id]
  // What a variable holds may be partitioned already: the new operator reads that.
  const written = model.edges[id].written && readOf(draft, id).strategies.length === 0
  sketch.edges[id] = { ...edge, source: NEW, output: 'main', strategy: written ? 'default' : edge.strategy }
  sketch.edges.push({
    source: edge.source,
    output: edge.output,
    target: NEW,
    port: 0,
    strategy: written ? edge.strategy : 'default',
  })
}

function predictRemoved(model: JobModel, operator: number, sketch: Sketch): void {
  const { kind } = model.operators[operator]
  sketch.operators.delete(operator)
  const readers = sketch.edges.filter(({ source }) => source === operator)
  if (kind === 'source' && readers.length > 0) {
    sketch.operators.set(OPEN, { what: '' })
    sketch.free.add(OPEN)
    sketch.edges = sketch.edges.map((edge) => (edge.source === operator ? { ...edge, source: OPEN } : edge))
    return
  }
  // A window join goes with the operators that key its inputs.
  let inputs = sketch.edges.filter(({ target }) => target === operator)
  for (const { source } of inputs) {
    if (!model.operators[source].implied) continue
    sketch.operators.delete(source)
    inputs = inputs.flatMap((edge) =>
      edge.source === source ? sketch.edges.filter(({ target }) => target === source) : [edge],
    )
  }
  const [input] = inputs
  sketch.edges = sketch.edges.filter((edge) => sketch.operators.has(edge.source) && sketch.operators.has(edge.target))
  if (input === undefined) return
  const behind = readers.length > 0 && readers.every(({ strategy }) => strategy !== 'default')
  for (const reader of readers) {
    const strategy = behind || reader.strategy !== 'default' ? reader.strategy : input.strategy
    sketch.edges.push({ ...reader, source: input.source, output: input.output, strategy })
  }
}

function predictConnected(model: JobModel, command: Extract<Command, { command: 'connect' }>, sketch: Sketch): void {
  const { from, to, output = 'main', port = 0 } = command
  const isOpen = (id: number) => model.operators[id].kind === 'unconnected'
  const open = isOpen(to)
    ? to
    : sketch.edges.find((edge) => edge.target === to && edge.port === port && isOpen(edge.source))?.source
  if (open === undefined) {
    sketch.edges.push({ source: from, output, target: to, port, strategy: 'default' })
    return
  }
  sketch.operators.delete(open)
  sketch.edges = sketch.edges.map((edge) => (edge.source === open ? { ...edge, source: from, output } : edge))
}

/**
 * What a model has otherwise than a sketch, in words; undefined when it is the same. Operators may have other numbers:
 * those that say the same are told apart by their neighbours.
 */
export function deviation(expected: Sketch, model: JobModel): string | undefined {
  const actual = sketchOf(model)
  if (actual.environments !== expected.environments) return 'another number of jobs'
  if (actual.operators.size !== expected.operators.size) {
    return `${actual.operators.size} operators instead of ${expected.operators.size}`
  }
  if (actual.edges.length !== expected.edges.length)
    return `${actual.edges.length} edges instead of ${expected.edges.length}`
  const left = new Map<string, number>()
  for (const { what } of actual.operators.values()) left.set(what, (left.get(what) ?? 0) + 1)
  for (const [id, { what }] of expected.operators) {
    if (expected.free.has(id)) continue
    const count = left.get(what) ?? 0
    if (count === 0) return 'an operator is another one'
    if (count === 1) left.delete(what)
    else left.set(what, count - 1)
  }
  // What is left are the operators whose text was not predicted: they, and those that say the same, count alike.
  const before = shapes(expected, (id) => {
    const { what } = expected.operators.get(id)!
    return expected.free.has(id) || left.has(what) ? '?' : what
  })
  const after = shapes(actual, (id) => {
    const { what } = actual.operators.get(id)!
    return left.has(what) ? '?' : what
  })
  for (const [index, shape] of before.entries()) if (shape !== after[index]) return 'the edges are others'
  return undefined
}

/** Edges by what they join, refined by the neighbours' neighbours, sorted: equal for graphs that are the same. */
function shapes(sketch: Sketch, wordsOfOperator: (id: number) => string): string[] {
  let colors = new Map([...sketch.operators.keys()].map((id) => [id, wordsOfOperator(id)]))
  const inputs = new Map<number, SketchEdge[]>()
  const outputs = new Map<number, SketchEdge[]>()
  for (const edge of sketch.edges) {
    inputs.set(edge.target, [...(inputs.get(edge.target) ?? []), edge])
    outputs.set(edge.source, [...(outputs.get(edge.source) ?? []), edge])
  }
  for (let round = 0; round < 3; round++) {
    const next = new Map<number, string>()
    for (const id of sketch.operators.keys()) {
      const before = (inputs.get(id) ?? []).map(
        (edge) => `<${edge.port} ${edge.strategy} ${edge.output} ${colors.get(edge.source)}`,
      )
      const after = (outputs.get(id) ?? []).map(
        (edge) => `>${edge.port} ${edge.strategy} ${edge.output} ${colors.get(edge.target)}`,
      )
      next.set(id, hash(`${colors.get(id)}(${before.sort().join()})(${after.sort().join()})`))
    }
    colors = next
  }
  return [...colors.values()].sort()
}

/** Short enough to be put together again and again (FNV-1a, twice). */
function hash(text: string): string {
  let [one, two] = [0x811c9dc5, 0xc9dc5118]
  for (let i = 0; i < text.length; i++) {
    one = Math.imul(one ^ text.charCodeAt(i), 0x01000193)
    two = Math.imul(two ^ text.charCodeAt(i), 0x85ebca6b)
  }
  return `${(one >>> 0).toString(36)}${(two >>> 0).toString(36)}`
}
