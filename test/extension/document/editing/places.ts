import { type Command, type JobModel, type JobOperator, textOf } from '../../../../extension/src/document/index.ts'

/**
 * Every command at every place of a job where it makes sense, with a label of the command. It makes no sense:
 * - on what is read only in part, or has no text of its own, or is made by a helper that is used several times;
 * - between a keyBy and what needs its keys;
 * - where a new stream could not be read: behind a sink, or a side output;
 * - to take away what is not there, or to write what is written.
 *
 * @param tag makes the names and uids that are written new ones
 */
export function* placesFor(model: JobModel, tag = ''): Generator<[label: string, command: Command]> {
  const { operators, edges, environments } = model
  const sites = new Map<string, number>()
  const site = ({ range, implied }: JobOperator) => `${range.offset} ${implied ? 'implied' : ''}`
  for (const operator of operators) sites.set(site(operator), (sites.get(site(operator)) ?? 0) + 1)
  const isOwn = (operator: JobOperator) =>
    operator.kind !== 'opaque' && !operator.implied && sites.get(site(operator)) === 1
  const outputs = (id: number) => edges.filter(({ source }) => source === id)
  const needsKeys = (edge: number) => {
    const { source, target, written, strategy } = edges[edge]
    return (
      operators[source].kind === 'keyBy' &&
      !written &&
      strategy === 'ShuffleByKey' &&
      !CARELESS.has(operators[target].kind)
    )
  }
  const isPlain = (id: number) => !outputs(id).some(({ id: edge }) => needsKeys(edge))

  for (const operator of operators) {
    if (!isOwn(operator)) continue
    const { id, kind, uid, description, named, settings } = operator
    const readsSide = outputs(id).some(({ output }) => output !== 'main')
    const isNeeded = kind === 'unconnected' && outputs(id).length > 0
    if (!isNeeded && !readsSide && isPlain(id)) yield ['remove', { command: 'remove', operator: id }]
    if (kind !== 'sink') {
      if (isPlain(id)) {
        const method = id % 2 === 0 ? 'map' : 'filter'
        yield ['add after', { command: 'addOperator', method, at: { after: id } }]
      }
      yield ['add sink after', { command: 'addOperator', method: 'sink', at: { after: id } }]
      if (operator.variable === undefined) yield ['extract', { command: 'extract', operator: id }]
    }
    yield ['rename', { command: 'rename', operator: id, name: `Some Name${tag}` }]
    if (named) yield ['take the name away', { command: 'rename', operator: id, name: null }]
    yield ['set uid', { command: 'setUid', operator: id, uid: `some-uid${tag}` }]
    if (uid !== undefined) yield ['take the uid away', { command: 'setUid', operator: id, uid: null }]
    // Written as a uid is: some places stand for all.
    if (id % 4 === 0) yield ['set slot group', { command: 'setSlotGroup', operator: id, group: `some-group${tag}` }]
    if (settings.some(({ method }) => method === 'slotGroup'))
      yield ['take the slot group away', { command: 'setSlotGroup', operator: id, group: null }]
    if (id % 4 === 0 && kind !== 'source' && kind !== 'union' && kind !== 'unconnected')
      yield ['set error policy', { command: 'setOnError', operator: id, policy: 'skip' }]
    if (operator.singleInstance === undefined && kind !== 'unconnected')
      yield ['set parallelism', { command: 'setParallelism', operator: id, parallelism: 3 }]
    if (settings.some(({ method }) => method === 'setParallelism'))
      yield ['take the parallelism away', { command: 'setParallelism', operator: id, parallelism: null }]
    yield ['describe', { command: 'setDescription', operator: id, description: 'What it does\nin two lines' }]
    if (description !== undefined)
      yield ['take the description away', { command: 'setDescription', operator: id, description: null }]
    for (const [index, { text }] of operator.arguments.entries()) {
      if (!text.startsWith('...'))
        yield ['set argument', { command: 'setArgument', operator: id, index, text: `(${text})` }]
    }
    if (kind === 'map' || kind === 'filter')
      yield ['change method', { command: 'changeMethod', operator: id, method: kind === 'map' ? 'flatMap' : 'map' }]
  }

  for (const { id, source, target, written, strategy } of edges) {
    const [from, to] = [operators[source], operators[target]]
    const sameText = edges.filter(
      (other) =>
        other.id !== id &&
        sites.get(site(operators[other.target]))! > 1 &&
        operators[other.target].range.offset === to.range.offset,
    )
    if (
      from.kind === 'opaque' ||
      to.kind === 'opaque' ||
      from.implied ||
      (!isOwn(to) && !to.implied) ||
      sameText.length > 0
    )
      continue
    if (!needsKeys(id)) {
      if (!to.implied) yield ['add filter on an edge', { command: 'addOperator', method: 'filter', at: { edge: id } }]
      const method = id % 2 === 0 ? 'partition' : strategy === 'Shuffle' ? 'rescale' : 'shuffle'
      yield ['set strategy', { command: 'setStrategy', edge: id, method }]
      if (from.kind !== 'unconnected') yield ['disconnect', { command: 'disconnect', edge: id }]
      const above = operators.find(
        (other) =>
          other.id < Math.min(source, target) &&
          isOwn(other) &&
          other.kind !== 'sink' &&
          other.kind !== 'unconnected' &&
          atHome(other, to),
      )
      if (above) yield ['reconnect to one further up', { command: 'reconnect', edge: id, from: above.id }]
    }
    const shared = edges.some(({ id: other, range }) => other !== id && range?.offset === edges[id].range?.offset)
    // What a connected operator is told of must be broadcast.
    const needed = to.kind === 'connect' && edges[id].strategy === 'Broadcast'
    if (written && !shared && !needed)
      yield ['take the strategy away', { command: 'setStrategy', edge: id, method: null }]
  }

  for (const operator of operators) {
    const { id, kind } = operator
    const [input, ...more] = edges.filter(({ target }) => target === id)
    const [output, ...others] = outputs(id)
    if (!isOwn(operator) || (input && (operators[input.source].implied || operators[input.source].kind === 'opaque')))
      continue
    const inline = edges.some((edge) => edge.target === id && edge.id !== input?.id)
    if (kind !== 'unconnected' && !inline && (input === undefined || input.output === 'main'))
      yield ['duplicate', { command: 'duplicate', operator: id }]
    if (input === undefined || more.length > 0) continue
    const above = operators.find(
      (other) =>
        other.id < id &&
        other.id !== input.source &&
        !['sink', 'unconnected'].includes(other.kind) &&
        isOwn(other) &&
        atHome(other, operator),
    )
    if (above && !needsKeys(input.id) && above.id < input.source)
      yield ['move a branch', { command: 'moveBranch', operator: id, from: above.id }]
    if (!needsKeys(input.id) && operator.group === undefined) {
      const wrap = { command: 'wrapInHelper', operators: [id], name: `helper${tag.trim()}` } as const
      yield ['wrap in a helper', { ...wrap, type: 'any' }]
      yield ['wrap in a helper, type unknown', wrap]
    }
    if (
      output === undefined ||
      others.length > 0 ||
      output.output !== 'main' ||
      needsKeys(output.id) ||
      needsKeys(input.id)
    )
      continue
    const [next] = outputs(output.target)
    if (
      next &&
      !needsKeys(next.id) &&
      isOwn(operators[output.target]) &&
      isOwn(operators[next.target]) &&
      next.output === 'main' &&
      edges.filter(({ target }) => target === output.target).length === 1
    )
      yield ['reorder', { command: 'reorder', operator: id, edge: next.id }]
  }
  for (const { source, target } of edges) {
    const [from, to] = [operators[source], operators[target]]
    const both = [source, target]
    const inputs = edges.filter((edge) => both.includes(edge.target) && !both.includes(edge.source))
    const known = [from, to, ...inputs.map((edge) => operators[edge.source])]
    if (known.some((operator) => !isOwn(operator) || operator.group !== undefined) || from.kind === 'unconnected')
      continue
    const isNeeded = outputs(source).some((edge) => needsKeys(edge.id) && edge.target !== target)
    const readsSide = both.some((id) => outputs(id).some(({ output }) => output !== 'main'))
    if (isPlain(target) && !isNeeded && !readsSide) yield ['remove two', { command: 'removeAll', operators: both }]
    yield ['duplicate two', { command: 'duplicateAll', operators: both }]
    const text = textOf(model, both)
    if (typeof text === 'string')
      yield ['paste a copy of two', { command: 'paste', text, environment: from.environment }]
  }
  yield ['new Environment', { command: 'newEnvironment', name: 'another' }]

  for (const { id, variable = 'env' } of environments) {
    yield ['paste', { command: 'paste', text: PASTED.replace('env.', `${variable}.`), environment: id }]
    yield ['set parallelism of the job', { command: 'setEnvironmentParallelism', environment: id, parallelism: 4 }]
    for (const method of ALONE) yield ['add alone', { command: 'addOperator', method, at: { environment: id } }]
  }
}

/** Kinds that work by key if there are keys, but do not need them. */
const CARELESS = new Set([
  'map',
  'flatMap',
  'filter',
  'inspect',
  'union',
  'sink',
  'keyBy',
  'assignTimestamps',
  'asyncMap',
])

const ALONE = [
  'map',
  'source',
  'fromCollection',
  'sum',
  'sink',
  'keyBy',
  'process',
  'window.count',
  'timeWindow.count',
  'union',
  'windowJoin',
  'intervalJoin',
  'reduce',
  'asyncMap',
]

const PASTED = `import { generate, print } from 'millrace'
const numbers = env.source(generate((n) => n, { count: 3 }))
numbers.sink(print())`

/** Of the same job, and made in the same function. */
const atHome = (one: JobOperator, other: JobOperator) =>
  one.environment === other.environment && one.group === undefined && other.group === undefined

/** Labels of commands that keep type-correct text type-correct. */
export const TYPE_PRESERVING: ReadonlySet<string> = new Set([
  'add after',
  'add sink after',
  'add alone',
  'add filter on an edge',
  'extract',
  'rename',
  'take the name away',
  'set uid',
  'take the uid away',
  'set parallelism',
  'take the parallelism away',
  'set parallelism of the job',
  'describe',
  'take the description away',
  'set argument',
  'set strategy',
  'duplicate',
  'paste',
  'new Environment',
  'take the strategy away',
  'wrap in a helper, type unknown',
  'duplicate two',
])
