import { type KeyStateEntry, keyReadings } from '../../control/index.ts'
import { nearest } from '../../failure/index.ts'
import type { ExecutionGraph } from '../../graph/index.ts'
import { instanceOfGroup, keyGroup } from '../../partitioning/index.ts'
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

  async query(name: string, typed: string): Promise<KeyStateEntry[]> {
    const { operators } = this.plan.graph
    const named = operators.filter((operator) => operator.name === name || operator.uid === name)
    const asked = (named.length > 0 ? named : operators).filter(({ kind }) => kind !== 'source' && kind !== 'sink')
    const states = new Map<string, readonly string[]>()
    for (const { key, text } of keyReadings(typed)) {
      const answers = await Promise.all(asked.map(({ id }) => this.ask(id, key)))
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
        if (answer.failure === undefined) resolve(answer)
        else reject(new Error(answer.failure))
      })
      this.tell(thread, { type: 'state', query, operatorId, instance: index, key })
    })
  }
}
