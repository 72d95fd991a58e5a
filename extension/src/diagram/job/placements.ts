import { align } from '../../document/index.ts'
import type { Layout, Point, Sidecar, StoredTrace } from '../../layout/index.ts'

/** An operator as far as its place is concerned. */
export interface PlacedOperator {
  readonly key: string
  readonly trace: StoredTrace
}

/** How many deleted operators are remembered, for undo to bring them back to their places. */
const REMEMBERED = 1_000

interface Step {
  readonly key: string
  readonly before: Point | undefined
  readonly after: Point | undefined
}

/** One gesture, and how all boxes stood before and after it: the layout had made room for what was moved. */
interface Move {
  readonly steps: readonly Step[]
  readonly before: Layout | undefined
  after: Layout | undefined
}

/**
 * Where a person put boxes, by the key of the operator. It goes with the text's undo stack: every move is a step of that
 * stack, and is taken back and done again with it. What was placed and is deleted is remembered, since undo brings it
 * back.
 */
export class Placements {
  private readonly placed = new Map<string, Point>()
  private readonly gone = new Map<string, { readonly key: string; readonly point: Point | undefined }>()
  private past: Move[] = []
  private future: Move[] = []
  private operators: readonly PlacedOperator[] = []
  private stored: Sidecar = { operators: [] }
  private read = false
  /** The text was undone or done again: operators that come now have been there before. */
  private returning = false

  get(key: string): Point | undefined {
    return this.placed.get(key)
  }

  get size(): number {
    return this.placed.size
  }

  /**
   * A person puts boxes elsewhere, or (undefined) leaves them to the layout: one step.
   *
   * @param layout how all boxes stand now
   */
  move(changes: ReadonlyMap<string, Point | undefined>, layout?: Layout): void {
    const steps = [...changes].map(([key, after]): Step => ({ key, before: this.placed.get(key), after }))
    this.past.push({ steps, before: layout, after: undefined })
    this.future = []
    for (const { key, after } of steps) this.put(key, after)
  }

  /** Something new has a place from the start: part of the edit that made it. */
  put(key: string, point: Point | undefined): void {
    if (point) this.placed.set(key, { x: Math.round(point.x), y: Math.round(point.y) })
    else this.placed.delete(key)
  }

  /**
   * The text has changed.
   *
   * @param same it reads as before: what was done, undone or done again is a move
   * @param layout how all boxes stand now
   * @returns how they stood when the text was as it is now, where a move was undone or done again
   */
  textChanged(by: 'undo' | 'redo' | 'edit', same: boolean, layout?: Layout): Layout | undefined {
    this.returning = by !== 'edit'
    if (same && by === 'undo') return this.undone(layout)
    if (same && by === 'redo') return this.redone()
    // What was undone before cannot be done again.
    if (!same && by === 'edit') this.future = []
    return undefined
  }

  /** The last move was undone, or did not come about. */
  undone(layout?: Layout): Layout | undefined {
    const move = this.past.pop()
    if (move === undefined) return undefined
    move.after = layout
    this.future.push(move)
    for (const { key, before } of move.steps) this.put(key, before)
    return move.before
  }

  private redone(): Layout | undefined {
    const move = this.future.pop()
    if (move === undefined) return undefined
    this.past.push(move)
    for (const { key, after } of move.steps) this.put(key, after)
    return move.after
  }

  /**
   * The text is as it was saved last, and so are the places. Its undo stack stays, and so do the moves.
   *
   * @returns whether any box goes elsewhere by that
   */
  revert(): boolean {
    const before = new Map(this.placed)
    this.load(this.stored)
    const differs = ([key, { x, y }]: [string, Point]) => before.get(key)?.x !== x || before.get(key)?.y !== y
    return before.size !== this.placed.size || [...this.placed].some(differs)
  }

  /** Takes the places from the file beside the job, or what else was stored. */
  load(sidecar: Sidecar): void {
    this.stored = sidecar
    this.placed.clear()
    this.read = true
    const matches = align(
      sidecar.operators.map(({ trace }) => trace),
      this.operators.map(({ trace }) => trace),
    )
    for (const [index, match] of matches.entries()) {
      const point = match === undefined ? undefined : sidecar.operators[match].placed
      if (point) this.placed.set(this.operators[index].key, point)
    }
  }

  /** The operators that the text has now, in its order. */
  follow(operators: readonly PlacedOperator[]): void {
    const before = this.operators
    this.operators = operators
    if (before.length === 0 && this.read) {
      this.load(this.stored)
      return
    }
    const now = new Set(operators.map(({ key }) => key))
    const was = new Set(before.map(({ key }) => key))
    for (const { key, trace } of before) {
      if (now.has(key)) continue
      this.gone.set(markOf(trace), { key, point: this.placed.get(key) })
      if (this.gone.size > REMEMBERED) this.gone.delete(this.gone.keys().next().value!)
      this.placed.delete(key)
    }
    for (const { key, trace } of operators) {
      const back = was.has(key) || !this.returning ? undefined : this.gone.get(markOf(trace))
      if (back === undefined) continue
      this.gone.delete(markOf(trace))
      if (back.point) this.placed.set(key, back.point)
      if (back.key !== key) this.rename(back.key, key)
    }
  }

  /** Moves of an operator that has come back under another key are moves of that. */
  private rename(from: string, to: string): void {
    const renamed = (moves: readonly Move[]) =>
      moves.map((move) => ({
        ...move,
        steps: move.steps.map((step) => (step.key === from ? { ...step, key: to } : step)),
      }))
    this.past = renamed(this.past)
    this.future = renamed(this.future)
  }

  /** What belongs into the file beside the job; undefined: no file, since nothing was placed. */
  sidecar(): Sidecar | undefined {
    const operators = this.operators.map(({ key, trace }) => {
      const placed = this.placed.get(key)
      return placed ? { trace, placed } : { trace }
    })
    return operators.some((operator) => 'placed' in operator) ? { operators } : undefined
  }

  /** It was written as it is. */
  saved(sidecar: Sidecar | undefined): void {
    this.stored = sidecar ?? { operators: [] }
  }
}

const markOf = (trace: StoredTrace) => JSON.stringify([trace.uid, trace.name, trace.method, trace.text])
