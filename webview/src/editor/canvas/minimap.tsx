import { type PointerEvent, useLayoutEffect, useMemo, useRef } from 'react'
import { useReactFlow, useStoreApi } from 'reactflow'
import { BOX, type Diagram, type Shape } from '../../shared/index.ts'
import { useEditor } from '../state/store.ts'
import './minimap.css'

const SIZE = { width: 168, height: 104 } as const
/** Around the boxes, pixels of the map. */
const MARGIN = 6

/**
 * The whole diagram, small, and which part of it is in view. One path for each kind of box: what the view does at every
 * frame moves a single rectangle, and React draws nothing anew.
 */
export function Minimap() {
  const spots = useEditor(({ diagram }) => diagram!.spots)
  const nodes = useEditor(({ diagram }) => diagram!.nodes)
  const { paths, scale, left, top, bounds } = useMemo(() => mapOf(nodes, spots), [nodes, spots])
  const view = useRef<SVGRectElement>(null)
  const frame = useRef<HTMLDivElement>(null)
  const store = useStoreApi()
  const flow = useReactFlow()

  // Ends before the canvas goes: React Flow then resets what it tells.
  useLayoutEffect(() => {
    const apply = () => {
      const { transform, width, height } = store.getState()
      const [x, y, zoom] = transform
      const rect = view.current!
      const [right, bottom] = [(width - x) / zoom, (height - y) / zoom]
      // What is all in view needs no map.
      frame.current!.hidden =
        -x / zoom <= bounds.left && -y / zoom <= bounds.top && right >= bounds.right && bottom >= bounds.bottom
      rect.setAttribute('x', String((-x / zoom - left) * scale))
      rect.setAttribute('y', String((-y / zoom - top) * scale))
      rect.setAttribute('width', String((width / zoom) * scale))
      rect.setAttribute('height', String((height / zoom) * scale))
    }
    apply()
    return store.subscribe((state, before) => {
      if (state.transform !== before.transform || state.width !== before.width || state.height !== before.height)
        apply()
    })
  }, [store, scale, left, top, bounds])

  const go = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons !== 1) return
    const box = event.currentTarget.getBoundingClientRect()
    event.currentTarget.setPointerCapture(event.pointerId)
    void flow.setCenter(left + (event.clientX - box.x) / scale, top + (event.clientY - box.y) / scale, {
      zoom: flow.getZoom(),
    })
  }
  return (
    <div ref={frame} className="react-flow__panel minimap nopan nowheel">
      <svg
        {...SIZE}
        role="img"
        aria-label="Map of the whole diagram, and the part of it that is in view"
        onPointerDown={go}
        onPointerMove={go}
      >
        {paths.map(([shape, path]) => (
          <path key={shape} className={`shape-${shape}`} d={path} />
        ))}
        <rect ref={view} className="in-view" />
      </svg>
    </div>
  )
}

function mapOf(nodes: Diagram['nodes'], spots: Diagram['spots']) {
  const places = nodes.map(({ key, shape }) => ({ shape, ...spots[key] }))
  const [left, top] = [Math.min(...places.map(({ x }) => x)), Math.min(...places.map(({ y }) => y))]
  const width = Math.max(...places.map(({ x }) => x)) + BOX.width - left
  const height = Math.max(...places.map(({ y }) => y)) + BOX.height - top
  const scale = Math.min((SIZE.width - 2 * MARGIN) / width, (SIZE.height - 2 * MARGIN) / height, 0.12)
  // In the middle of the map.
  const [x, y] = [left - (SIZE.width / scale - width) / 2, top - (SIZE.height / scale - height) / 2]
  const byShape = new Map<Shape, string>()
  const size = (length: number) => Math.max(1.5, length * scale).toFixed(1)
  const box = `h${size(BOX.width)}v${size(BOX.height)}h-${size(BOX.width)}z`
  for (const place of places) {
    const at = `M${((place.x - x) * scale).toFixed(1)},${((place.y - y) * scale).toFixed(1)}${box}`
    byShape.set(place.shape, (byShape.get(place.shape) ?? '') + at)
  }
  return {
    paths: [...byShape],
    scale,
    left: x,
    top: y,
    bounds: { left, top, right: left + width, bottom: top + height },
  }
}
