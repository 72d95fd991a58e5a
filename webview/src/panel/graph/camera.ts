import type { Box } from './placing/lane-box.ts'
import type { Point } from './placing/layout.ts'

export interface View {
  /** The point of the graph that is in the view's corner. */
  readonly x: number
  readonly y: number
  readonly zoom: number
}

const LEAST_ZOOM = 0.02
const MOST_ZOOM = 3
const MARGIN = 16
/** What of the graph stays in view, pixels: nobody loses it. */
const HOLD = 60

/** Which part of the graph is seen. Everything it says in pixels is of the view, not of the screen. */
export class Camera {
  view: View = { x: 0, y: 0, zoom: 1 }
  /** Somebody has chosen this view: it stays when the view or the graph gets another size. */
  chosen = false
  private size = { width: 0, height: 0 }
  private graph = { width: 1, height: 1 }
  private readonly changed: () => void

  constructor(changed: () => void) {
    this.changed = changed
  }

  setSize(width: number, height: number): void {
    const { view, size } = this
    this.size = { width, height }
    // What was in the middle stays there.
    if (this.chosen) {
      const { x, y, zoom } = view
      this.view = { x: x + (size.width - width) / 2 / zoom, y: y + (size.height - height) / 2 / zoom, zoom }
    }
    this.settle()
  }

  setGraph(graph: { readonly width: number; readonly height: number }): void {
    this.graph = graph
    this.settle()
  }

  /** All of the graph, no larger than it is. */
  fit(): void {
    this.chosen = false
    this.settle()
  }

  pan(right: number, down: number): void {
    const { x, y, zoom } = this.view
    this.choose({ x: x + right / zoom, y: y + down / zoom, zoom })
  }

  /** @param at stays where it is; the middle of the view where nothing is said */
  zoomBy(factor: number, at: Point = { x: this.size.width / 2, y: this.size.height / 2 }): void {
    const { x, y, zoom } = this.view
    const wanted = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom * factor))
    this.choose({ x: x + at.x / zoom - at.x / wanted, y: y + at.y / zoom - at.y / wanted, zoom: wanted })
  }

  restore(view: View): void {
    this.choose(view)
  }

  /** Moves just enough to have a box in view. */
  show({ x, y, width, height }: Box): void {
    const { view } = this
    const { zoom } = view
    const seen = { width: this.size.width / zoom, height: this.size.height / zoom }
    const margin = MARGIN / zoom
    const near = (from: number, length: number, start: number, room: number) =>
      length + 2 * margin > room
        ? from - margin
        : Math.min(from - margin, Math.max(start, from + length + margin - room))
    const next = { x: near(x, width, view.x, seen.width), y: near(y, height, view.y, seen.height) }
    if (next.x !== view.x || next.y !== view.y) this.choose({ ...next, zoom })
  }

  toGraph({ x, y }: Point): Point {
    const { view } = this
    return { x: view.x + x / view.zoom, y: view.y + y / view.zoom }
  }

  private choose({ x, y, zoom }: View): void {
    const hold = (start: number, graph: number, size: number) =>
      Math.min(graph - HOLD / zoom, Math.max(HOLD / zoom - size / zoom, start))
    this.view = {
      x: hold(x, this.graph.width, this.size.width),
      y: hold(y, this.graph.height, this.size.height),
      zoom,
    }
    this.chosen = true
    this.changed()
  }

  private settle(): void {
    const { size, graph } = this
    if (!this.chosen && size.width > 0) {
      const room = Math.min((size.width - 2 * MARGIN) / graph.width, (size.height - 2 * MARGIN) / graph.height)
      const zoom = Math.min(1, Math.max(LEAST_ZOOM, room))
      this.view = { x: (graph.width - size.width / zoom) / 2, y: (graph.height - size.height / zoom) / 2, zoom }
    }
    this.changed()
  }
}
