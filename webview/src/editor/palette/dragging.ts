import type { Diagram, PaletteEntry } from '../../shared/index.ts'
import { add, additionOf } from '../actions/adding.ts'
import { nodeAt } from '../actions/connecting.ts'
import { edgeBelow } from '../actions/inserting.ts'
import { boxAround, toDiagram } from '../actions/viewing.ts'
import { clearHint, type Point, useGesture } from '../state/gesture.ts'
import { type AddRequest, edgeOf, mayEdit, nodeOf, useEditor } from '../state/store.ts'

const STARTS = 4

/**
 * Follows an entry of the palette that was taken up, until it is let go over the canvas or elsewhere. Pointer events, not
 * the browser's drag and drop: VS Code takes that for dropping files into an editor.
 */
export function dragEntry(entry: PaletteEntry, from: Point): void {
  const stop = new AbortController()
  const { signal } = stop
  let dragged = false
  const end = () => {
    stop.abort()
    useGesture.setState({ dragging: false })
    clearHint()
  }
  const move = (event: PointerEvent) => {
    const at = { x: event.clientX, y: event.clientY }
    if (!dragged && Math.hypot(at.x - from.x, at.y - from.y) < STARTS) return
    if (!dragged && !mayEdit()) {
      end()
      return
    }
    dragged = true
    event.preventDefault()
    hold(entry, at)
  }
  const up = (event: PointerEvent) => {
    end()
    if (!dragged) return
    swallowClick()
    const at = { x: event.clientX, y: event.clientY }
    if (isCanvas(at)) void letGo(entry, at)
  }
  document.addEventListener('pointermove', move, { signal })
  document.addEventListener('pointerup', up, { signal })
  document.addEventListener('pointercancel', end, { signal })
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      end()
    },
    { signal, capture: true },
  )
}

/** The click that follows a drag is not one. */
function swallowClick(): void {
  const swallow = (event: Event) => event.stopPropagation()
  document.addEventListener('click', swallow, { capture: true, once: true })
  setTimeout(() => document.removeEventListener('click', swallow, { capture: true }))
}

function hold(entry: PaletteEntry, at: Point): void {
  const { diagram } = useEditor.getState()
  if (!diagram) return
  if (!isCanvas(at)) {
    useGesture.setState({ dragging: true, dropKey: undefined, hint: { text: entry.title, at, allowed: true } })
    return
  }
  const place = placeAt(diagram, at)
  const command = additionOf(entry, place)
  const allowed = typeof command !== 'string'
  useGesture.setState({
    dragging: true,
    dropKey:
      allowed && place !== 'canvas'
        ? 'edge' in place
          ? place.edge
          : 'after' in place
            ? place.after
            : undefined
        : undefined,
    hint: { text: allowed ? whatHappens(entry, place) : command, at, allowed },
  })
}

async function letGo(entry: PaletteEntry, at: Point): Promise<void> {
  const { diagram } = useEditor.getState()
  if (!diagram) return
  const place = placeAt(diagram, at)
  await add(entry, place === 'canvas' ? { at: place, drop: boxAround(at) } : { at: place })
}

/** What lies below a point: an arrow, a box, or the canvas. */
function placeAt(diagram: Diagram, at: Point): AddRequest['at'] {
  const node = nodeAt(diagram, toDiagram(at))
  if (node !== undefined) return { after: node }
  const edge = edgeBelow(at)
  return edge === undefined ? 'canvas' : { edge }
}

function whatHappens(entry: PaletteEntry, place: AddRequest['at']): string {
  const { title } = entry
  if (place === 'canvas') return entry.on === 'environment' ? `${title}: a new stream` : `${title}, with an open input`
  if ('after' in place) return `${title} behind ${nodeOf(place.after)?.name}`
  if ('before' in place) return `${title} before ${nodeOf(place.before)?.name}`
  const edge = edgeOf(place.edge)
  const [source, target] = [nodeOf(edge?.source)?.name, nodeOf(edge?.target)?.name]
  return entry.group === 'strategy'
    ? `${title} from ${source} to ${target}`
    : `${title} between ${source} and ${target}`
}

function isCanvas({ x, y }: Point): boolean {
  return document.elementFromPoint(x, y)?.closest('.react-flow') != null
}
