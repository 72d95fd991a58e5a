import type { TapSample } from '../../control/index.ts'

interface TapRequest {
  readonly edges: readonly number[]
  /** Samples a second of each edge. */
  readonly perSecond: number
  readonly listener: (samples: readonly TapSample[]) => void
}

/** Who watches which edges of a job. */
export class TapRequests {
  private readonly requests = new Set<TapRequest>()

  /** @returns what ends it; false where it has been ended already */
  add(request: TapRequest): () => boolean {
    this.requests.add(request)
    return () => this.requests.delete(request)
  }

  /** What the threads are to sample: all that anybody watches, at the rate of who wants most. */
  wanted(): { readonly edges: readonly number[]; readonly perSecond: number } {
    const edges = new Set<number>()
    let perSecond = 0
    for (const request of this.requests) {
      for (const edge of request.edges) edges.add(edge)
      perSecond = Math.max(perSecond, request.perSecond)
    }
    return { edges: [...edges], perSecond }
  }

  deliver(samples: readonly TapSample[]): void {
    for (const { edges, listener } of this.requests) {
      const own = samples.filter((sample) => edges.includes(sample.edgeId))
      if (own.length > 0) listener(own)
    }
  }
}
