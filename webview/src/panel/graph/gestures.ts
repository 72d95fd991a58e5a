import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from 'react'
import type { PhysicalGraph } from '../../shared/index.ts'
import type { Camera } from './camera.ts'
import type { Layout } from './placing/layout.ts'
import { thingAt } from './placing/pick.ts'
import { type Arrow, boxOf, walk } from './placing/walk.ts'
import { focus, hover, select, useGraph } from './state.ts'
import { sameThing } from './thing.ts'

/** Pixels that a pointer may move within a click. */
const CLICK = 4
const STEP = 1.25
/** What an arrow key with Shift pans, pixels. */
const PAN = 60

const ARROWS: Readonly<Record<Arrow, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
}

/** Wheel and drag pan, wheel with Ctrl (and pinching) zooms, as in the diagram; a click chooses. */
export function useGestures(
  canvas: RefObject<HTMLCanvasElement | null>,
  camera: Camera,
  graph: PhysicalGraph,
  layout: Layout,
) {
  const drag = useRef<{ x: number; y: number; moved: boolean } | undefined>(undefined)

  useEffect(() => {
    const element = canvas.current!
    // React's own listener could not keep the page from zooming.
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1
      if (event.ctrlKey || event.metaKey) {
        const box = element.getBoundingClientRect()
        const at = { x: event.clientX - box.x, y: event.clientY - box.y }
        camera.zoomBy(2 ** (-event.deltaY * lines * 0.004), at)
      } else if (event.shiftKey && event.deltaX === 0) camera.pan(event.deltaY * lines, 0)
      else camera.pan(event.deltaX * lines, event.deltaY * lines)
    }
    element.addEventListener('wheel', wheel, { passive: false })
    return () => element.removeEventListener('wheel', wheel)
  }, [canvas, camera])

  const find = (event: PointerEvent) => {
    const box = canvas.current!.getBoundingClientRect()
    const point = camera.toGraph({ x: event.clientX - box.x, y: event.clientY - box.y })
    return thingAt(graph, layout, point, camera.view.zoom)
  }
  return {
    onPointerDown(event: PointerEvent) {
      if (event.button > 1) return
      drag.current = { x: event.clientX, y: event.clientY, moved: false }
      canvas.current!.setPointerCapture(event.pointerId)
    },
    onPointerMove(event: PointerEvent) {
      const from = drag.current
      if (from === undefined) {
        hover(find(event))
        return
      }
      const [right, down] = [event.clientX - from.x, event.clientY - from.y]
      if (!from.moved && Math.hypot(right, down) < CLICK) return
      camera.pan(-right, -down)
      drag.current = { x: event.clientX, y: event.clientY, moved: true }
    },
    onPointerUp(event: PointerEvent) {
      if (drag.current && !drag.current.moved) select(find(event))
      drag.current = undefined
    },
    onPointerCancel() {
      drag.current = undefined
    },
    onPointerLeave() {
      hover(undefined)
    },
    onKeyDown(event: KeyboardEvent) {
      if (pressed(event, camera, graph, layout)) event.preventDefault()
    },
  }
}

/** Whether the key has a meaning. */
function pressed(event: KeyboardEvent, camera: Camera, graph: PhysicalGraph, layout: Layout): boolean {
  const { focused, selected } = useGraph.getState()
  if (event.ctrlKey || event.metaKey || event.altKey) return false
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowRight':
    case 'ArrowUp':
    case 'ArrowDown': {
      const [right, down] = ARROWS[event.key]
      if (event.shiftKey) camera.pan(right * PAN, down * PAN)
      else {
        const next = walk(graph, layout, focused ?? selected, event.key)
        focus(next)
        if (next) camera.show(boxOf(graph, layout, next))
      }
      return true
    }
    case 'Enter':
    case ' ':
      if (focused) select(sameThing(focused, selected) ? undefined : focused)
      return focused !== undefined
    case 'Escape':
      if (selected === undefined && focused === undefined) return false
      select(undefined)
      return true
    case '+':
    case '=':
      camera.zoomBy(STEP)
      return true
    case '-':
      camera.zoomBy(1 / STEP)
      return true
    case '0':
      camera.fit()
      return true
    default:
      return false
  }
}
