import type { Chain } from './execution-graph.ts'
import type { LogicalGraph } from './logical-graph.ts'

/**
 * Instance i of a chain runs on thread (i + offset) mod W of its slot group's W threads. Chains joined by forward edges
 * share the offset, so that their records stay on a thread; every other one starts on the thread that has the fewest
 * instances so far, so that a job at parallelism 1 uses more than one core too.
 */
export interface Placement {
  /** At least one per slot group. */
  readonly threads: number
  thread(chain: number, instance: number): number
}

export function place(graph: LogicalGraph, chains: readonly Chain[], threads: number): Placement {
  const groups = [...new Set(chains.map((chain) => chain.slotGroup))]
  const total = Math.max(threads, groups.length, 1)
  const chainOf = new Map(chains.flatMap((chain) => chain.operators.map((id) => [id, chain] as const)))
  const rangeOf = new Map<string, { first: number; size: number; load: number[] }>()
  groups.forEach((group, index) => {
    const first = Math.floor((index * total) / groups.length)
    const size = Math.floor(((index + 1) * total) / groups.length) - first
    rangeOf.set(group, { first, size, load: new Array(size).fill(0) })
  })
  const offsets: number[] = []
  for (const chain of chains) {
    const range = rangeOf.get(chain.slotGroup)!
    const forward = graph
      .inEdges(chain.operators[0])
      .find((edge) => edge.strategy === 'Forward' && chainOf.get(edge.source)?.slotGroup === chain.slotGroup)
    const offset =
      forward === undefined ? range.load.indexOf(Math.min(...range.load)) : offsets[chainOf.get(forward.source)!.id]
    offsets[chain.id] = offset
    for (let instance = 0; instance < chain.parallelism; instance++) range.load[(instance + offset) % range.size]++
  }
  return {
    threads: total,
    thread(chain, instance) {
      const range = rangeOf.get(chains[chain].slotGroup)!
      return range.first + ((instance + offsets[chain]) % range.size)
    },
  }
}
