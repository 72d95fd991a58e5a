import type { KeptKey, KeyedOperator, KeyStateEntry } from '../../control/index.ts'
import { nearest } from '../../failure/index.ts'
import type { ExecutionGraph, Operator } from '../../graph/index.ts'
import { instanceOfGroup, keyGroup, keyReadings } from '../../partitioning/index.ts'
import type { JobPlan } from '../job-plan.ts'
import type { FromWorker, Observe, StateQuestion } from '../workers/messages.ts'

/** Milliseconds a thread has to answer in: one that is in a user's function for longer cannot be asked. */
const PATIENCE = 5_000

type Answer = Extract<FromWorker, { readonly type: 'state' }>

/** Asks the threads of a job what they keep by key. */
export class StateQueries {
  private readonly plan: JobPlan
  private readonly execution: ExecutionGraph
  private readonly tell: (thread: number, message: Observe) => void
  private readonly waiting = new Map<number, (answer: Answer) => void>()
  private asked = 0

  constructor(plan: JobPlan, execution: ExecutionGraph, tell: (thread: number, message: Observe) => void) {
    this.plan = plan
    this.execution = execution
    this.tell = tell
  }

  answered(answer: Answer): void {
    this.waiting.get(answer.query)?.(answer)
  }

  /** What is kept under a key, by the one instance of each operator that the key belongs to. */
  async query(name: string, typed: string): Promise<KeyStateEntry[]> {
    const { operators } = this.plan.graph
    const named = operators.filter((operator) => operator.name === name || operator.uid === name)
    const asked = (named.length > 0 ? named : operators).filter(mayKeep)
    const states = new Map<string, readonly string[]>()
    for (const { key, text } of keyReadings(typed)) {
      const answers = await Promise.all(asked.map(({ id }) => this.askFor(id, key)))
      const found = asked.flatMap(({ id, name: operatorName }, i): KeyStateEntry[] => {
        const { entries, names } = answers[i]
        if (names.length > 0) states.set(operatorName, names)
        const wanted = entries.filter((entry) => named.length > 0 || entry.name === name)
        return wanted.map((entry) => ({ operatorId: id, operatorName, key: text, ...entry }))
      })
      if (found.length > 0) return found
    }
    if (named.length > 0 && states.size === 0) throw new Error(`the operator '${name}' keeps nothing by key`)
    if (named.length === 0 && ![...states.values()].flat().includes(name)) throw this.unknown(name, states)
    return []
  }

  /** Every instance of an operator has the same states. */
  async keyedOperators(): Promise<KeyedOperator[]> {
    const asked = this.plan.graph.operators.filter(mayKeep)
    const answers = await Promise.all(asked.map(({ id }) => this.ask(id, 0, { kind: 'keys', limit: 0 })))
    return asked
      .map(({ id, name }, i) => ({ operatorId: id, operatorName: name, states: answers[i].names }))
      .filter(({ states }) => states.length > 0)
  }

  /** Keys of all instances, as many of each as there is room for. */
  async keys(
    operatorId: number,
    limit: number,
  ): Promise<{ readonly keys: readonly KeptKey[]; readonly more: boolean }> {
    const operator = this.plan.graph.operators.find(({ id }) => id === operatorId)
    if (operator === undefined) throw new Error(`the job has no operator ${operatorId}`)
    const question = { kind: 'keys', limit: limit + 1 } as const
    const answers = await Promise.all(
      Array.from({ length: operator.parallelism }, (_, instance) => this.ask(operatorId, instance, question)),
    )
    if (answers[0].names.length === 0) throw new Error(`the operator '${operator.name}' keeps nothing by key`)
    const keys: KeptKey[] = []
    for (let i = 0; i <= limit; i++) {
      for (const [instance, { keys: own }] of answers.entries()) if (i < own.length) keys.push({ ...own[i], instance })
    }
    return { keys: keys.slice(0, limit), more: keys.length > limit }
  }

  private unknown(name: string, states: ReadonlyMap<string, readonly string[]>): Error {
    const { operators } = this.plan.graph
    const known = operators.flatMap((own) => (own.uid === undefined ? [own.name] : [own.name, own.uid]))
    const meant = nearest(name, [...[...states.values()].flat(), ...known])
    const kept = [...states].map(([operator, names]) => `${operator} (${names.join(', ')})`).join(', ')
    return new Error(
      `the job has no operator and no state '${name}'; ${meant === undefined ? '' : `did you mean '${meant}'? `}` +
        (kept === '' ? 'No operator keeps anything by key' : `State is kept by ${kept}`),
    )
  }

  private askFor(operatorId: number, key: unknown): Promise<Answer> {
    const { maxParallelism } = this.execution
    const { parallelism } = this.plan.graph.operator(operatorId)
    const instance = instanceOfGroup(keyGroup(key, maxParallelism), maxParallelism, parallelism)
    return this.ask(operatorId, instance, { kind: 'entries', key })
  }

  private ask(operatorId: number, instance: number, question: StateQuestion): Promise<Answer> {
    const { instances } = this.execution
    const { thread } = instances.find((own) => own.operatorId === operatorId && own.index === instance)!
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
        if (answer.failure === undefined) resolve(answer)
        else reject(new Error(answer.failure))
      })
      this.tell(thread, { type: 'state', query, operatorId, instance, question })
    })
  }
}

function mayKeep({ kind }: Operator): boolean {
  return kind !== 'source' && kind !== 'sink'
}
