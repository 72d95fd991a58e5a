import { getHeapStatistics } from 'node:v8'
import type { Chain } from '../../graph/index.ts'
import { typedKey } from '../../partitioning/index.ts'
import { LatencyMemory } from '../latency-memory.ts'
import { Taps } from '../taps/index.ts'
import type { LatencyWatch } from '../tasks/latency.ts'
import { keptForKey } from './kept-for-key.ts'
import type { FromWorker, Observe, StateQuestion } from './messages.ts'
import type { ThreadOperator } from './operator-instances.ts'

type StateAnswer = Extract<FromWorker, { readonly type: 'state' }>

/** What can be seen of a thread: does what observers ask for, and tells them. */
export class ObservedThread {
  readonly taps: Taps
  readonly latency: LatencyWatch = { memory: undefined }
  private readonly send: (message: FromWorker) => void
  private chains: readonly Chain[] | undefined
  private operators: readonly ThreadOperator[] = []
  private latencies: SharedArrayBuffer | undefined

  constructor(send: (message: FromWorker) => void) {
    this.send = send
    this.taps = new Taps((news) => send({ type: 'tapped', ...news }))
  }

  /** The thread's tasks have been built. */
  built(chains: readonly Chain[], operators: readonly ThreadOperator[]): void {
    this.chains = chains
    this.operators = operators
    this.watchLatency()
  }

  obey(message: Observe): void {
    switch (message.type) {
      case 'tap':
        this.taps.watch(message.watches)
        break
      case 'latency':
        this.latencies = message.memory
        this.watchLatency()
        break
      case 'heap': {
        const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics()
        this.send({ type: 'heap', used, limit })
        break
      }
      case 'state':
        this.send(this.answer(message))
    }
  }

  private watchLatency(): void {
    const { latencies, chains } = this
    this.latency.memory = latencies && chains && new LatencyMemory(chains, latencies)
  }

  private answer({ query, operatorId, instance, question }: Extract<Observe, { type: 'state' }>): StateAnswer {
    const own = this.operators.find((one) => one.operatorId === operatorId && one.instance === instance)
    const nothing = { type: 'state', query, entries: [], keys: [], names: own?.state.names() ?? [] } as const
    if (own === undefined) return nothing
    try {
      return { ...nothing, ...answered(own, question) }
    } catch (error) {
      // Who only asks must not make the job fail.
      return { ...nothing, failure: (error as Error).message }
    }
  }
}

function answered({ state }: ThreadOperator, question: StateQuestion): Partial<StateAnswer> {
  return question.kind === 'entries'
    ? { entries: keptForKey(state, question.key) }
    : { keys: state.keys(question.limit).map(typedKey) }
}
