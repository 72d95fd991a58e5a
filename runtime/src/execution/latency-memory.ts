import type { LatencyMetrics } from '../control/index.ts'
import type { Chain } from '../graph/index.ts'

/** Latencies that each chain instance remembers. */
const REMEMBERED = 128
/** How many there have been, then the last of them. */
const FIELDS = 1 + REMEMBERED

/**
 * The last latencies of all chain instances, in memory that all threads share. It is made anew whenever latency begins to
 * be watched. Each instance has one writing thread; whoever reads may be a moment behind.
 */
export class LatencyMemory {
  private readonly all: Float64Array
  /** By chain: the number of its first instance. */
  private readonly firsts: readonly number[]

  static memory(chains: readonly Chain[]): SharedArrayBuffer {
    return new SharedArrayBuffer(chains.reduce((sum, { parallelism }) => sum + parallelism, 0) * FIELDS * 8)
  }

  constructor(chains: readonly Chain[], memory: SharedArrayBuffer) {
    this.all = new Float64Array(memory)
    let first = 0
    this.firsts = chains.map(({ parallelism }) => {
      first += parallelism
      return first - parallelism
    })
  }

  add(chain: number, instance: number, milliseconds: number): void {
    const at = this.place(chain, instance)
    this.all[at + 1 + (this.all[at] % REMEMBERED)] = milliseconds
    this.all[at]++
  }

  /** Undefined before the first. */
  read(chain: number, instance: number): LatencyMetrics | undefined {
    const at = this.place(chain, instance)
    const count = this.all[at]
    if (count === 0) return undefined
    const last = this.all.slice(at + 1, at + 1 + Math.min(count, REMEMBERED)).sort()
    const percentile = (share: number) => last[Math.ceil(share * last.length) - 1]
    return { p50: percentile(0.5), p99: percentile(0.99), count }
  }

  private place(chain: number, instance: number): number {
    return (this.firsts[chain] + instance) * FIELDS
  }
}
