import type { JobModel, JobOperator } from '../job-model.ts'

/** What counts of an operator when two models are compared: everything the text says of it. */
interface SketchOperator {
  readonly what: string
}

export interface SketchEdge {
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

/** What the text says of an operator, as one string. */
export function wordsOf(operator: JobOperator, change: Partial<JobOperator> = {}): string {
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
