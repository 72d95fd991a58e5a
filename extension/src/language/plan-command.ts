import { create, isRefusal, type JobModel, parse, plan, syntaxOf } from '../document/index.ts'
import { fileStem } from './open-job.ts'
import type { PlanAnswer, PlanParams } from './protocol.ts'

/** How many earlier models of a document are kept, for commands that were given while its text changed. */
const KEPT = 20

/** The models of a document by version, newest last. */
export class ModelHistory {
  private readonly models = new Map<number, JobModel>()

  add(version: number, model: JobModel): void {
    this.models.set(version, model)
    for (const old of this.models.keys()) {
      if (this.models.size <= KEPT) break
      this.models.delete(old)
    }
  }

  at(version: number): JobModel | undefined {
    return this.models.get(version)
  }
}

/**
 * Plans a command. One that was given against an older text is planned on the present one: the operators and edges it
 * names are found again by their keys, and where one is not there any more it is refused.
 */
export function planCommand(
  { uri, version, command }: PlanParams,
  present: { readonly version: number; readonly text: string; readonly model: JobModel },
  history: ModelHistory,
): PlanAnswer {
  const { text } = present
  if (isBlank(text)) return firstOperator(present.version, text, command, fileStem(uri))
  if (syntaxOf(present.model) === undefined) {
    return { version: present.version, refused: 'there is no job in this text that could be edited' }
  }
  if (version === present.version) return answer(present, plan(present.model, command))
  const before = history.at(version)
  const translated = before && translate(command, before, present.model)
  if (translated === undefined) {
    return {
      version: present.version,
      refused: 'the text has changed in the meantime, and what this was about is not there any more',
    }
  }
  return answer(present, plan(present.model, translated))
}

function isBlank(text: string): boolean {
  return text.trim() === ''
}

/** The first thing drawn in an empty file makes the job around it. */
function firstOperator(version: number, text: string, command: PlanParams['command'], name: string): PlanAnswer {
  const created = create([command], name)
  if (typeof created !== 'string') return { version, ...created }
  const model = parse(created)
  const select = model.operators[0]?.range
  return { version, edits: [{ offset: 0, length: text.length, text: created }], ...(select ? { select } : {}) }
}

function answer({ version }: { readonly version: number }, outcome: ReturnType<typeof plan>): PlanAnswer {
  return isRefusal(outcome) ? { version, refused: outcome.refused } : { version, ...outcome }
}

const OPERATORS = new Set(['operator', 'after', 'before', 'from', 'to'])

/** A command with the numbers of another model; undefined where something it names is not in that. */
function translate(
  command: PlanParams['command'],
  before: JobModel,
  after: JobModel,
): PlanParams['command'] | undefined {
  const operatorOf = (id: number): number | undefined => {
    const key = before.operators[id]?.key
    return after.operators.find((operator) => operator.key === key)?.id
  }
  const edgeOf = (id: number): number | undefined => {
    const edge = before.edges[id]
    if (edge === undefined) return undefined
    const [source, target] = [operatorOf(edge.source), operatorOf(edge.target)]
    return after.edges.find(
      (other) =>
        other.source === source &&
        other.target === target &&
        other.output === edge.output &&
        other.port === edge.port &&
        other.ordinal === edge.ordinal,
    )?.id
  }
  let lost = false
  const walk = (value: unknown, name: string): unknown => {
    if (typeof value === 'number' && (OPERATORS.has(name) || name === 'edge' || name === 'environment')) {
      const found =
        name === 'edge'
          ? edgeOf(value)
          : name === 'environment'
            ? after.environments[value] && value
            : operatorOf(value)
      if (found === undefined) lost = true
      return found
    }
    if (Array.isArray(value))
      return value.map((entry) => walk(entry, name === 'operators' ? 'operator' : name === 'edges' ? 'edge' : name))
    if (typeof value !== 'object' || value === null) return value
    // Types are given by the number of what they are of.
    const nameOf = command.command === 'disconnectAll' ? 'edge' : 'operator'
    const keyOf = (key: string) => (name === 'types' ? String(walk(Number(key), nameOf)) : key)
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [keyOf(key), walk(entry, key)]))
  }
  const translated = walk(command, '') as PlanParams['command']
  return lost ? undefined : translated
}
