/** Which way the flow runs: `right` puts layers side by side, `down` one below the other. */
export type Direction = 'right' | 'down'

/** Upper left corner of a box, pixels at zoom 1. */
export interface Point {
  readonly x: number
  readonly y: number
}

export interface LayoutNode {
  readonly key: string
  readonly width: number
  readonly height: number
  /** Where a person put it: it stays there, and nothing covers it. */
  readonly placed?: Point
}

export interface LayoutEdge {
  readonly source: string
  readonly target: string
  /** Which of its source's outputs and of its target's inputs it uses, counted from the top or from the left. */
  readonly ports?: { readonly source?: number; readonly target?: number }
}

/** A diagram to lay out. Edges of nodes that are not there, and second nodes of a key, are overlooked. */
export interface LayoutRequest {
  readonly nodes: readonly LayoutNode[]
  readonly edges: readonly LayoutEdge[]
  readonly direction: Direction
  /** The layout on the screen: nothing moves away from it that need not. Without it everything is laid out anew. */
  readonly previous?: Layout
  /**
   * The node that was added, removed or changed: it and what is upstream of it stay where they are. Of a new edge it is
   * the source, else the target could not move behind it.
   */
  readonly edited?: string
}

export interface LaidOutNode extends Point {
  readonly key: string
  readonly width: number
  readonly height: number
  /** 0 for the first layer. */
  readonly layer: number
  /** Place within its layer, from the top or from the left. */
  readonly order: number
}

/** Plain data: it goes between threads and processes as it is. */
export interface Layout {
  readonly direction: Direction
  /** As in the request. */
  readonly nodes: readonly LaidOutNode[]
  readonly edges: readonly { readonly source: string; readonly target: string }[]
  /** Where each layer begins, in the direction of the flow. */
  readonly layers: readonly number[]
}
