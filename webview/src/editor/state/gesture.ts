import { create } from 'zustand'

export interface Point {
  readonly x: number
  readonly y: number
}

/** A sentence beside the pointer: what letting go would do, or why it would do nothing. */
export interface Hint {
  readonly text: string
  readonly allowed: boolean
  /** In the page's pixels. */
  readonly at: Point
}

/** What a person is in the middle of: it is gone when the hand is lifted. */
export interface GestureState {
  /** Where boxes are while they are moved, by key, in the diagram's pixels. */
  readonly moved: ReadonlyMap<string, Point>
  readonly dragging: boolean
  /** The inputs that a connection may end at, by key of the node. Undefined: nobody is connecting. */
  readonly targets: ReadonlyMap<string, readonly number[]> | undefined
  /** Connecting by keyboard: what would be connected with Enter. */
  readonly choosing:
    | { readonly from: string; readonly output: string; readonly target: string; readonly port: number }
    | undefined
  /** The edge or node that would take what is dragged. */
  readonly dropKey: string | undefined
  readonly hint: Hint | undefined
}

const NOTHING: GestureState = {
  moved: new Map(),
  dragging: false,
  targets: undefined,
  choosing: undefined,
  dropKey: undefined,
  hint: undefined,
}

export const useGesture = create<GestureState>(() => NOTHING)

/** The hint and what is lit up for it go. */
export function clearHint(): void {
  useGesture.setState({ hint: undefined, dropKey: undefined })
}
