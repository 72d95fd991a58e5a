import type { PanelLine, RowsMessage } from '../../shared/index.ts'

/** What the view knows of the host's rows, and which of them it shows. */
export interface OutputRows {
  readonly epoch: number
  /**
   * It shows rows `first` to `end` (exclusive). Following, these are the ones the host keeps; while somebody reads,
   * `first` stays where it was, so that what is read does not move when older rows are dropped.
   */
  readonly first: number
  readonly end: number
  readonly following: boolean
  /** How often somebody who read was taken on, to the first row, because nothing was left of what was read. */
  readonly skips: number
  /** What the host keeps. */
  readonly hostFirst: number
  readonly hostEnd: number
  /** Those rows that have been pulled and are near to what is in view. */
  readonly rows: ReadonlyMap<number, PanelLine>
}

export const noRows: OutputRows = {
  epoch: -1,
  first: 0,
  end: 0,
  following: true,
  skips: 0,
  hostFirst: 0,
  hostEnd: 0,
  rows: new Map(),
}

/** How far the shown rows may reach while somebody reads: a browser draws nothing that is millions of pixels high. */
const MOST_SHOWN = 100_000
/** How many rows are kept in the page before those that are far from the view are let go. */
const MOST_KEPT = 4_000
const NEAR = 1_000

/**
 * Adds what the host has sent.
 *
 * @param view rows that are in view
 */
export function withRows(known: OutputRows, sent: RowsMessage, view: { from: number; to: number }): OutputRows {
  const same = sent.epoch === known.epoch
  const following = known.following || !same
  const first = following ? sent.first : known.first
  const end = following ? sent.end : Math.min(sent.end, first + MOST_SHOWN)
  const rows = new Map(same ? known.rows : [])
  sent.rows.forEach((line, index) => {
    rows.set(sent.from + index, line)
  })
  if (rows.size > MOST_KEPT) {
    const from = following ? end - NEAR : view.from - NEAR
    const to = following ? end : view.to + NEAR
    for (const row of rows.keys()) if (row < from || row >= to) rows.delete(row)
  }
  return { ...known, epoch: sent.epoch, first, end, following, hostFirst: sent.first, hostEnd: sent.end, rows }
}

/** Goes to the end and stays there, or stays where it is. */
export function follow(known: OutputRows, following: boolean): OutputRows {
  return following ? { ...atHost(known), following } : { ...known, following }
}

/** The rows in view that are to be asked for: undefined, none. */
export function missing(
  known: OutputRows,
  view: { from: number; to: number },
): { from: number; to: number } | undefined {
  const { rows, hostFirst, hostEnd } = known
  let from = Math.max(view.from, hostFirst)
  let to = Math.min(view.to, hostEnd)
  while (from < to && rows.has(from)) from++
  while (from < to && rows.has(to - 1)) to--
  return from < to ? { from, to } : undefined
}

/**
 * What is shown when somebody who reads comes to where nothing is left, neither here nor at the host: the rows that the
 * host keeps. The same object, as long as there is something to read.
 */
export function withoutDropped(known: OutputRows, view: { from: number; to: number }): OutputRows {
  if (known.following || view.from >= view.to || view.to > known.hostFirst) return known
  for (let row = view.from; row < view.to; row++) if (known.rows.has(row)) return known
  return { ...atHost(known), skips: known.skips + 1 }
}

function atHost(known: OutputRows): OutputRows {
  return { ...known, first: known.hostFirst, end: known.hostEnd }
}
