import type { Bundle, ChannelNumbers, PhysicalGraph } from '../../shared/index.ts'

/** A bundle of so few channels is always open. */
export const FEW_CHANNELS = 64

/** Calls a function for each channel of a bundle, in order. */
export function eachChannel(
  { lanes }: PhysicalGraph,
  { from, to, pairs }: Bundle,
  call: (source: number, target: number) => void,
): void {
  const sources = lanes[from].parallelism
  if (pairs === 'same') for (let i = 0; i < sources; i++) call(i, i)
  else if (pairs === 'all') {
    const targets = lanes[to].parallelism
    for (let i = 0; i < sources; i++) for (let j = 0; j < targets; j++) call(i, j)
  } else for (let at = 0; at < pairs.length; at += 2) call(pairs[at], pairs[at + 1])
}

/** The instances at the other ends of the channels that an instance has in a bundle. */
export function partners({ lanes }: PhysicalGraph, bundle: Bundle, side: 'from' | 'to', instance: number): number[] {
  const { pairs } = bundle
  if (pairs === 'same') return [instance]
  if (pairs === 'all') return [...Array(lanes[side === 'from' ? bundle.to : bundle.from].parallelism).keys()]
  const own = side === 'from' ? 0 : 1
  const found: number[] = []
  for (let at = 0; at < pairs.length; at += 2) if (pairs[at + own] === instance) found.push(pairs[at + 1 - own])
  return found
}

/** What is known of one channel. */
export interface ChannelReport {
  readonly records: number
  readonly perSecond: number | undefined
  /** 0..1 */
  readonly fill: number
}

/** Finds single channels in what the host has told. */
export class ChannelReports {
  private readonly numbers: ChannelNumbers
  private readonly places = new Map<number, Map<number, number>>()

  constructor(numbers: ChannelNumbers) {
    this.numbers = numbers
    for (const [at, edgeId] of numbers.edgeId.entries()) {
      let places = this.places.get(edgeId)
      if (places === undefined) {
        places = new Map()
        this.places.set(edgeId, places)
      }
      places.set(pair(numbers.from[at], numbers.to[at]), at)
    }
  }

  has(edgeId: number): boolean {
    return this.places.has(edgeId)
  }

  fill(edgeId: number, from: number, to: number): number | undefined {
    const at = this.places.get(edgeId)?.get(pair(from, to))
    return at === undefined ? undefined : this.numbers.fill[at]
  }

  of(edgeId: number, from: number, to: number): ChannelReport | undefined {
    const at = this.places.get(edgeId)?.get(pair(from, to))
    if (at === undefined) return undefined
    const { records, perSecond, fill } = this.numbers
    return { records: records[at], perSecond: perSecond[at] < 0 ? undefined : perSecond[at], fill: fill[at] }
  }
}

/** Parallelism ends at 32,768. */
const pair = (from: number, to: number) => from * 65_536 + to
