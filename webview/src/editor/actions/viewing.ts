import type { ReactFlowInstance } from 'reactflow'
import { BOX } from '../../shared/index.ts'
import { type Point, useGesture } from '../state/gesture.ts'
import { remember } from '../state/remembered.ts'
import { useEditor } from '../state/store.ts'

let flow: ReactFlowInstance<any, any> | undefined
let pane: HTMLElement | undefined

const reduced = matchMedia('(prefers-reduced-motion: reduce)')
/** The system asks for it, or VS Code's own setting does. */
const calm = (): boolean => reduced.matches || document.body.classList.contains('vscode-reduce-motion')

/** The canvas that the actions look through. @returns what ends that */
export function lookThrough(instance: ReactFlowInstance<any, any>, element: HTMLElement): () => void {
  flow = instance
  pane = element
  let { width, height } = element.getBoundingClientRect()
  const resized = new ResizeObserver(([{ contentRect: now }]) => {
    // A pane that is hidden has no size.
    if (now.width === 0 || now.height === 0) return
    const wasInView = isInView({ width, height })
    ;({ width, height } = now)
    if (wasInView && !isInView(now)) void flow?.fitView(FITTED)
  })
  resized.observe(element)
  return () => resized.disconnect()
}

const FITTED = { padding: 0.12, maxZoom: 1 }

/** Whether a pane of a size shows every box. */
function isInView({ width, height }: { readonly width: number; readonly height: number }): boolean {
  const { x, y, zoom } = flow!.getViewport()
  return Object.values(useEditor.getState().diagram?.spots ?? {}).every((spot) => {
    const [left, top] = [spot.x * zoom + x, spot.y * zoom + y]
    return left >= 0 && top >= 0 && left + BOX.width * zoom <= width && top + BOX.height * zoom <= height
  })
}

/** Milliseconds that a move of the view takes. */
export const duration = (): number => (calm() ? 0 : 150)

export function fit(): void {
  void flow?.fitView({ ...FITTED, duration: duration() })
}

/** Fits what is selected; everything where nothing is. */
export function fitSelection(): void {
  const { selection, diagram } = useEditor.getState()
  const nodes = new Set<string>()
  for (const { key, source, target } of diagram?.edges ?? [])
    if (selection.has(key)) for (const end of [source, target]) nodes.add(end)
  for (const key of selection) if (diagram?.spots[key]) nodes.add(key)
  if (nodes.size === 0) fit()
  else void flow?.fitView({ nodes: [...nodes].map((id) => ({ id })), padding: 0.2, maxZoom: 1, duration: duration() })
}

export function zoomIn(): void {
  void flow?.zoomIn({ duration: duration() })
}

export function zoomOut(): void {
  void flow?.zoomOut({ duration: duration() })
}

export function zoomTo(zoom: number): void {
  void flow?.zoomTo(zoom, { duration: duration() })
}

/** Moves the view as far as needed to show boxes (of an edge both ends), and not at all where they are in it. */
export async function reveal(keys: readonly string[]): Promise<void> {
  const { diagram } = useEditor.getState()
  if (!flow || !pane || !diagram) return
  const boxes = keys.flatMap((key) => {
    const edge = diagram.edges.find((other) => other.key === key)
    return (edge ? [edge.source, edge.target] : [key]).flatMap((end) => spotOf(end) ?? [])
  })
  if (boxes.length === 0) return
  const { x, y, zoom } = flow.getViewport()
  const bounds = pane.getBoundingClientRect()
  const shift = (size: number, from: number, low: number, high: number) => {
    const [start, end] = [low * zoom + from, high * zoom + from]
    if (start >= MARGIN && end <= size - MARGIN) return 0
    if (end - start > size - 2 * MARGIN || start < MARGIN) return MARGIN - start
    return size - MARGIN - end
  }
  const [xs, ys] = [boxes.map((box) => box.x), boxes.map((box) => box.y)]
  const dx = shift(bounds.width, x, Math.min(...xs), Math.max(...xs) + BOX.width)
  const dy = shift(bounds.height, y, Math.min(...ys), Math.max(...ys) + BOX.height)
  if (dx === 0 && dy === 0) return
  await flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration: duration() })
}

/** Pixels of the pane around what is brought into view. */
const MARGIN = 24

/** Where a box is drawn now. */
export function spotOf(key: string): Point | undefined {
  return useGesture.getState().moved.get(key) ?? useEditor.getState().diagram?.spots[key]
}

/** From the page's pixels to the diagram's. */
export function toDiagram(point: Point): Point {
  return flow?.screenToFlowPosition({ ...point }, { snapToGrid: false }) ?? point
}

/** From the diagram's pixels to the page's. */
export function toScreen(point: Point): Point {
  return flow?.flowToScreenPosition({ ...point }) ?? point
}

/** A box whose middle is at a point of the page. */
export function boxAround(point: Point): Point {
  const { x, y } = toDiagram(point)
  return { x: onGrid(x - BOX.width / 2), y: onGrid(y - BOX.height / 2) }
}

export const onGrid = (value: number): number => Math.round(value / 4) * 4

export function middleOfPane(): Point {
  const bounds = pane?.getBoundingClientRect()
  return bounds ? { x: bounds.x + bounds.width / 2, y: bounds.y + bounds.height / 2 } : { x: 0, y: 0 }
}

/** Gives the keyboard to a box, or to the canvas, without scrolling. */
export function focusOn(key: string | undefined): void {
  const box = key === undefined ? undefined : pane?.querySelector<HTMLElement>(`[data-id="${CSS.escape(key)}"]`)
  const target = box ?? pane
  target?.focus({ preventScroll: true })
}

/** The same for a box that has just come into view, unless somebody has gone elsewhere meanwhile. */
export function focusOnRevealed(key: string): void {
  const { activeElement } = document
  if (activeElement === pane || activeElement === document.body) focusOn(key)
}

export function keepViewport(): void {
  if (flow) remember({ viewport: flow.getViewport() })
}
