import type { FromOutput, PanelLine, PanelRun, ToOutput } from '../shared/index.ts'

/** What the view knows of the host's lines. */
export interface OutputLines {
  readonly generation: number
  /** Number of the oldest line; those before it are no longer kept. */
  readonly first: number
  readonly lines: readonly PanelLine[]
  readonly run?: PanelRun
}

export const noLines: OutputLines = { generation: -1, first: 0, lines: [] }

/** Adds what the host has sent, and lets go of what the host no longer keeps. */
export function withLines(known: OutputLines, sent: Extract<ToOutput, { type: 'lines' }>): OutputLines {
  const { generation, from, lines, first, run } = sent
  const kept = generation === known.generation && from === endOf(known) ? known : { first: from, lines: [] }
  const all = [...kept.lines, ...lines]
  const forgotten = Math.max(0, Math.min(all.length, first - kept.first))
  return { generation, first: kept.first + forgotten, lines: all.slice(forgotten), run }
}

/** What to ask the host for. */
export function pull(known: OutputLines): FromOutput {
  return { type: 'pull', generation: known.generation, from: endOf(known) }
}

export function endOf({ first, lines }: OutputLines): number {
  return first + lines.length
}
