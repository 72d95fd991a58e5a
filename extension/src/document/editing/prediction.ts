import { byMethod } from '../../catalogue/index.ts'
import type { JobModel, JobOperator } from '../job-model.ts'
import { type CommentPlace, commentPlace, commentsAbove } from '../reading/descriptions.ts'
import type { Command } from './command.ts'
import type { Draft } from './draft.ts'
import { goneWith, lastSpoken, lastStep, readOf } from './links.ts'
import { type Sketch, sketchOf, wordsOf } from './sketch.ts'
import { chainStart } from './variables.ts'

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
      sketch.edges[command.edge] = { ...edge, source: command.from, output: command.output ?? 'main', strategy }
      break
    }
    case 'moveBranch': {
      const [edge] = draft.inEdges(command.operator)
      return predict(draft, { ...command, command: 'reconnect', edge: edge.id })
    }
    case 'reorder':
      predictReordered(model, command, sketch)
      break
    case 'duplicate': {
      const described = model.operators[command.operator]
      const isStatements = commentPlaceOf(draft, command.operator)?.statement !== undefined
      const what = { uid: undefined, ...(isStatements ? { description: undefined } : {}) }
      sketch.operators.set(NEW, { what: wordsOf(described, what) })
      // What a variable says of the first one, it does not say of the second one.
      if (lastSpoken(draft, command.operator) !== lastStep(draft, command.operator)) sketch.free.add(NEW)
      for (const edge of draft.inEdges(command.operator)) sketch.edges.push({ ...sketch.edges[edge.id], target: NEW })
      break
    }
    case 'duplicateAll': {
      const [first, ...others] = new Set(command.operators)
      if (others.length === 0) return predict(draft, { command: 'duplicate', operator: first })
      predictCopies(model, command.operators, sketch)
      break
    }
    case 'newEnvironment':
      return { ...sketch, environments: sketch.environments + 1 }
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
    case 'setParallelismOfAll':
      for (const operator of command.operators) sketch.free.add(operator)
      break
    case 'setEnvironmentParallelism':
      for (const { id, environment } of model.operators) if (environment === command.environment) sketch.free.add(id)
      break
    case 'setOnError': {
      const changed = { onError: command.policy ?? 'fail', errorTag: undefined } as const
      change(command.operator, changed)
      // The operators that key the inputs of a join are its own.
      for (const { source } of draft.inEdges(command.operator))
        if (model.operators[source].implied) change(source, changed)
      break
    }
    case 'setSlotGroup':
      change(command.operator, { slotGroup: command.group ?? 'default' })
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

/** Each reads the second one of what it reads, where that is among them. */
function predictCopies(model: JobModel, operators: readonly number[], sketch: Sketch): void {
  // A window join comes with the operators that key its inputs.
  const written = operators.filter((id) => !model.operators[id].implied)
  const chosen = written.flatMap((id) => [
    id,
    ...model.edges.flatMap(({ source, target }) => (target === id && model.operators[source].implied ? source : [])),
  ])
  const copies = new Map([...new Set(chosen)].map((id, index) => [id, NEW - index]))
  for (const copy of copies.values()) {
    sketch.operators.set(copy, { what: '' })
    sketch.free.add(copy)
  }
  for (const edge of [...sketch.edges]) {
    const target = copies.get(edge.target)
    if (target !== undefined) sketch.edges.push({ ...edge, source: copies.get(edge.source) ?? edge.source, target })
  }
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

function commentPlaceOf({ syntax }: Draft, operator: number): CommentPlace | undefined {
  const { begin } = syntax.operators[operator]
  return 'nameNode' in begin ? commentPlace(begin, syntax.source) : undefined
}

/** Its readers read its input, and it reads what the edge brought to another one. */
function predictReordered(
  model: JobModel,
  { operator, edge }: Extract<Command, { command: 'reorder' }>,
  sketch: Sketch,
): void {
  const [input] = model.edges.filter(({ target }) => target === operator)
  const [from, to] = [sketch.edges[input.id], sketch.edges[edge]]
  sketch.edges = sketch.edges.flatMap((other) => {
    if (other === from) return []
    if (other === to)
      return [
        { ...to, target: operator, port: 0, strategy: 'default' },
        { ...to, source: operator, output: 'main' },
      ]
    if (other.source !== operator) return [other]
    const strategy = other.strategy === 'default' ? from.strategy : other.strategy
    return [{ ...other, source: from.source, output: from.output, strategy }]
  })
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
    const output = at.output ?? 'main'
    if (at.branch || output !== 'main' || byMethod.stream.get(method)?.yields === 'end') {
      sketch.edges.push({ source: at.after, output, target: NEW, port: 0, strategy: 'default' })
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
  if (byMethod.environment.has(method)) {
    // It takes the place of the open input.
    sketch.operators.delete(edge.source)
    sketch.edges = sketch.edges.map((other) => (other.source === edge.source ? { ...other, source: NEW } : other))
    return
  }
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
    : sketch.edges
        .filter((edge) => edge.target === to && edge.port === port)
        .flatMap((edge) =>
          model.operators[edge.source].implied ? sketch.edges.filter(({ target }) => target === edge.source) : [edge],
        )
        .find((edge) => isOpen(edge.source))?.source
  if (open === undefined) {
    sketch.edges.push({ source: from, output, target: to, port, strategy: 'default' })
    return
  }
  sketch.operators.delete(open)
  sketch.edges = sketch.edges.map((edge) => (edge.source === open ? { ...edge, source: from, output } : edge))
}
