import { inspect, isDeepStrictEqual } from 'node:util'
import type { KeyStateEntry } from '../../control/index.ts'
import type { ExecutionGraph } from '../../graph/index.ts'
import { instanceOfGroup, keyGroup } from '../../partitioning/index.ts'
import type { StateEntry } from '../../state/index.ts'
import type { JobPlan } from '../job-plan.ts'
import type { FromWorker, ToWorker } from '../workers/messages.ts'

/** Milliseconds a thread has to answer in: one that is in a user's function for longer cannot be asked. */
const PATIENCE = 5_000

type Answer = Extract<FromWorker, { readonly type: 'state' }>

/** Asks the threads of a job what they keep under a key: the one instance of each operator that the key belongs to. */
export class StateQueries {
  private readonly plan: JobPlan
  private readonly execution: ExecutionGraph
  private readonly tell: (thread: number, message: ToWorker) => void
  private readonly waiting = new Map<number, (answer: Answer) => void>()
  private asked = 0

  constructor(plan: JobPlan, execution: ExecutionGraph, tell: (thread: number, message: ToWorker) => void) {
    this.plan = plan
    this.execution = execution
    this.tell = tell
  }

  answered(answer: Answer): void {
    this.waiting.get(answer.query)?.(answer)
  }

  async query(name: string, key: string): Promise<KeyStateEntry[]> {
    const { operators } = this.plan.graph
    const named = operators.filter((operator) => operator.name === name || operator.uid === name)
    const found: KeyStateEntry[] = []
    const names = new Set<string>()
    for (const { id, name: operatorName, kind } of named.length > 0 ? named : operators) {
      if (kind === 'source' || kind === 'sink') continue
      for (const value of keysOf(key)) {
        const answer = await this.ask(id, value)
        for (const own of answer.names) names.add(own)
        for (const entry of answer.entries) {
          if (named.length === 0 && entry.name !== name) continue
          const namespace = entry.namespace === undefined ? {} : { namespace: entry.namespace }
          found.push({ operatorId: id, operatorName, name: entry.name, ...namespace, text: text(entry) })
        }
      }
    }
    if (named.length === 0 && !names.has(name)) {
      throw new Error(
        `the job has no operator and no state '${name}'; its operators are ${operators.map((own) => own.name).join(', ')}` +
          (names.size === 0 ? ', none of which keeps anything' : `, their states ${[...names].join(', ')}`),
      )
    }
    return found
  }

  private ask(operatorId: number, key: unknown): Promise<Answer> {
    const { maxParallelism, instances } = this.execution
    const { parallelism } = this.plan.graph.operator(operatorId)
    const index = instanceOfGroup(keyGroup(key, maxParallelism), maxParallelism, parallelism)
    const { thread } = instances.find((own) => own.operatorId === operatorId && own.index === index)!
    const query = ++this.asked
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(query)
        reject(new Error(`thread ${thread} does not answer: it is in a function that does not return`))
      }, PATIENCE)
      timer.unref()
      this.waiting.set(query, (answer) => {
        clearTimeout(timer)
        this.waiting.delete(query)
        resolve(answer)
      })
      this.tell(thread, { type: 'state', query, operatorId, instance: index, key })
    })
  }
}

/** `5` can be the number and the text. */
function keysOf(key: string): unknown[] {
  try {
    const value: unknown = JSON.parse(key)
    if (value !== null) return typeof value === 'string' ? [value] : [value, key]
  } catch {
    // No JSON: a text.
  }
  return [key]
}

function text({ value }: StateEntry): string {
  const plain = withoutUndefined(value)
  if (isJson(plain)) return JSON.stringify(plain)
  return inspect(plain, { depth: 6, breakLength: Number.POSITIVE_INFINITY })
}

/** Fields that are there for the operator, and hold nothing. */
function withoutUndefined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined))
}

function isJson(value: unknown): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value)
  } catch {
    return false
  }
}
