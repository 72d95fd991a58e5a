import type { NodeChange } from 'reactflow'
import { clearHint, type Point, useGesture } from '../state/gesture.ts'
import { theHost, told } from '../state/session.ts'
import { mayEdit, selectedNodes } from '../state/store.ts'
import { onGrid, reveal, spotOf } from './viewing.ts'

/** Takes where boxes are dragged to: until they are dropped, their places are the page's own. */
export function takePositions(changes: readonly NodeChange<any>[]): void {
  const moved = new Map(useGesture.getState().moved)
  let any = false
  for (const change of changes) {
    if (change.type !== 'position' || !change.position) continue
    any = true
    moved.set(change.id, { x: onGrid(change.position.x), y: onGrid(change.position.y) })
  }
  if (any) useGesture.setState({ moved })
}

/** Puts boxes where they were dropped: one undo step. If that is refused, they go back. */
export async function drop(keys: readonly string[]): Promise<void> {
  const { moved } = useGesture.getState()
  const places = keys.flatMap((key) => {
    const point = moved.get(key)
    return point ? [{ key, ...point }] : []
  })
  useGesture.setState({ dragging: false })
  if (places.length > 0) await told(theHost().request('move', { moves: places }))
  letGo(new Map(places.map(({ key }) => [key, moved.get(key)!])))
}

/** Gives boxes back to the layout: they are where the host says. */
export function letGo(places: ReadonlyMap<string, Point>): void {
  useGesture.setState(({ moved }) => ({
    // One that is in somebody's hand again stays there.
    moved: new Map([...moved].filter(([key, point]) => places.get(key) !== point)),
  }))
}

export function giveBack(keys: readonly string[]): void {
  const { moved } = useGesture.getState()
  clearHint()
  useGesture.setState({ dragging: false })
  letGo(new Map(keys.flatMap((key) => (moved.has(key) ? [[key, moved.get(key)!]] : []))))
}

/** Moves what is selected by some pixels; `endNudge` drops it, so that a key held down is one step. */
export function nudge(dx: number, dy: number): void {
  const nodes = selectedNodes()
  if (nodes.length === 0 || !mayEdit()) return
  const moved = new Map(useGesture.getState().moved)
  for (const { key } of nodes) {
    const { x, y } = spotOf(key)!
    moved.set(key, { x: onGrid(x) + dx, y: onGrid(y) + dy })
    nudged.add(key)
  }
  useGesture.setState({ moved })
  void reveal(nodes.map(({ key }) => key))
}

const nudged = new Set<string>()

export function endNudge(): void {
  const keys = [...nudged]
  nudged.clear()
  if (keys.length > 0) void drop(keys)
}
