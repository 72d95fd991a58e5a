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
  const numbers = new Numbers()
  const before = shapes(expected, numbers, (id) => {
    const { what } = expected.operators.get(id)!
    return expected.free.has(id) || left.has(what) ? '?' : what
  })
  const after = shapes(actual, numbers, (id) => {
    const { what } = actual.operators.get(id)!
    return left.has(what) ? '?' : what
  })
  return before.some((shape, index) => shape !== after[index]) ? 'the edges are others' : undefined
}

/** Numbers for texts, from 1: the same for the same text, so that what is compared again and again is short. */
class Numbers {
  private readonly known = new Map<string, number>()

  of(text: string): number {
    const known = this.known.get(text)
    if (known !== undefined) return known
    this.known.set(text, this.known.size + 1)
    return this.known.size
  }
}

/** More than there are ever numbers in one comparison; two of them make a number that is exact. */
const MOST_NUMBERS = 2 ** 26

/**
 * Operators by what they say and what edges join them to, refined by the neighbours' neighbours, sorted: equal for graphs
 * that are the same.
 */
function shapes(sketch: Sketch, numbers: Numbers, wordsOfOperator: (id: number) => string): number[] {
  const ids = [...sketch.operators.keys()]
  const places = new Map(ids.map((id, place) => [id, place]))
  const edges = sketch.edges.map(({ source, target, port, strategy, output }) => ({
    source: places.get(source),
    target: places.get(target),
    label: numbers.of(`${port} ${strategy} ${output}`),
  }))
  let colors = ids.map((id) => numbers.of(wordsOfOperator(id)))
  for (let round = 0; round < 3; round++) {
    const inputs = ids.map((): number[] => [])
    const outputs = ids.map((): number[] => [])
    for (const { source, target, label } of edges) {
      if (target !== undefined) inputs[target].push(label * MOST_NUMBERS + (source === undefined ? 0 : colors[source]))
      if (source !== undefined) outputs[source].push(label * MOST_NUMBERS + (target === undefined ? 0 : colors[target]))
    }
    const inOrder = (list: number[]) => (list.length > 1 ? list.sort((a, b) => a - b) : list).join()
    colors = colors.map((color, place) =>
      numbers.of(`${color} from ${inOrder(inputs[place])} to ${inOrder(outputs[place])}`),
    )
  }
  return colors.sort((a, b) => a - b)
}
