/** How a partition strategy is called and drawn. Marks differ in form: no colour is needed to tell them apart. */
export interface StrategyLook {
  readonly name: string
  /** Inside of 12 by 12; stroked, not filled. Absent: the arrow says it. */
  readonly mark?: string
}

const LOOKS: Readonly<Record<string, StrategyLook>> = {
  Forward: { name: 'forward' },
  // A key: ring, shaft, bits.
  ShuffleByKey: {
    name: 'by key',
    mark: 'M6.4 3.7a2.7 2.7 0 1 0-5.4 0a2.7 2.7 0 1 0 5.4 0ZM5.6 5.6L11 11M8 8L9.6 6.4M10 10L11.4 8.6',
  },
  Shuffle: { name: 'shuffle', mark: 'M4.5 1L3.5 11M8.5 1L7.5 11M1.5 4H11M1 8H10.5' },
  Broadcast: { name: 'broadcast', mark: 'M1 6H11M1 6L10 1.5M1 6L10 10.5' },
  Rescale: { name: 'rescale', mark: 'M1 3.5H11M8.5 1L11 3.5L8.5 6M1 8.5H11M8.5 6L11 8.5L8.5 11' },
  RoundRobin: { name: 'round robin', mark: 'M10.5 6a4.5 4.5 0 1 1-1.6-3.4M9.4 0V3H6.4' },
  Custom: { name: 'custom', mark: 'M9 1.5C6.5 .5 6 2.5 5.8 4L4.8 9.5C4.5 11 3.8 11.5 2.5 11M3.5 5H8.5' },
  default: { name: 'default, known when the job runs', mark: 'M4 4a2 2 0 1 1 2.8 1.8C6.2 6.1 6 6.5 6 7.3M6 9.6V10' },
}

export function lookOf(strategy: string): StrategyLook {
  return LOOKS[strategy] ?? { name: strategy, mark: LOOKS.default.mark! }
}

export function StrategyMark({ strategy }: { readonly strategy: string }) {
  // Chosen in a list, forward has a mark too: its arrow.
  const mark = lookOf(strategy).mark ?? 'M1 6H11M8 3L11 6L8 9'
  return (
    <svg className="strategy-mark" viewBox="0 0 12 12" width="13" height="13" aria-hidden="true">
      <path d={mark} />
    </svg>
  )
}
