import { inspect } from 'node:util'
import type { RawSample } from './messages.ts'

/** Milliseconds between two deliveries of samples. */
const INTERVAL = 100

/**
 * Samples of watched edges of one thread. While nobody watches it does nothing, and the loops contain no trace of it:
 * `version` changes with what is watched, which is when tasks exchange their loops.
 */
export class Taps {
  edges: ReadonlySet<number> = new Set()
  version = 0
  private perInterval = 0
  /** Samples that each edge may still give in this interval. */
  private readonly left = new Map<number, number>()
  private samples: RawSample[] = []
  private timer: NodeJS.Timeout | undefined
  private readonly deliver: (samples: readonly RawSample[]) => void

  constructor(deliver: (samples: readonly RawSample[]) => void) {
    this.deliver = deliver
  }

  /** @param perSecond samples of all edges of this thread, at most */
  watch(edges: readonly number[], perSecond: number): void {
    this.edges = new Set(edges)
    this.version++
    // Each edge has its share: the first of a chain must not use up what the others are to show.
    this.perInterval = Math.max(1, Math.floor((perSecond * INTERVAL) / 1000 / Math.max(1, edges.length)))
    this.refill()
    clearInterval(this.timer)
    this.timer = edges.length === 0 ? undefined : setInterval(() => this.tick(), INTERVAL)
    this.timer?.unref()
  }

  sample(edgeId: number, instance: number, record: unknown, key: unknown): void {
    const left = this.left.get(edgeId) ?? 0
    if (left === 0) return
    this.left.set(edgeId, left - 1)
    this.samples.push({ edgeId, instance, text: text(record), ...(key === undefined ? {} : { key: text(key) }) })
  }

  private refill(): void {
    this.left.clear()
    for (const edge of this.edges) this.left.set(edge, this.perInterval)
  }

  private tick(): void {
    this.refill()
    if (this.samples.length > 0) this.deliver(this.samples.splice(0))
  }
}

/** As JSON where that says all, otherwise as Node prints it; at most a few thousand characters. */
function text(value: unknown): string {
  const shown = inspect(value, {
    depth: 6,
    breakLength: Number.POSITIVE_INFINITY,
    maxStringLength: 2_000,
    maxArrayLength: 100,
  })
  try {
    const json = JSON.stringify(value)
    if (json !== undefined && json.length < 4_000 && isJson(value)) return json
  } catch {}
  return shown.slice(0, 4_000)
}

function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  if (typeof value !== 'object' || value === null) return value !== undefined && typeof value !== 'bigint'
  if (Array.isArray(value)) return value.every(isJson)
  const prototype = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && Object.values(value).every(isJson)
}
