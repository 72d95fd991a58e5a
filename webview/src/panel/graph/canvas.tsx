import { useEffect, useMemo, useRef } from 'react'
import type { PhysicalGraph } from '../../shared/index.ts'
import { Camera } from './camera.ts'
import { drawScene } from './draw/draw.ts'
import { onThemeChange, readPalette } from './draw/palette.ts'
import { useGestures } from './gestures.ts'
import type { Direction } from './placing/lane-box.ts'
import { layOut } from './placing/layout.ts'
import { boxOf } from './placing/walk.ts'
import { say } from './say.ts'
import { keepView, keptView, useGraph } from './state.ts'

/** Milliseconds without a move after which what is dear is drawn. */
const STILL_MS = 120

interface Props {
  readonly graph: PhysicalGraph
  readonly direction: Direction
  readonly width: number
  readonly height: number
  /** Hands the camera to the buttons. */
  readonly onCamera: (camera: Camera) => void
}

/** The graph on one canvas, with the keys' place in it told to who does not see it. */
export function GraphCanvas({ graph, direction, width, height, onCamera }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const layout = useMemo(() => layOut(graph, direction), [graph, direction])
  const painter = useMemo(() => new Painter(), [])
  const { camera } = painter

  useEffect(() => onCamera(camera), [camera, onCamera])
  useEffect(() => painter.attach(canvas.current!), [painter])
  useEffect(() => {
    painter.layout = layout
    painter.graph = graph
    camera.setGraph(layout)
  }, [painter, camera, layout, graph])
  useEffect(() => {
    painter.resize(width, height)
  }, [painter, width, height])
  const selected = useGraph((state) => state.selected)
  useEffect(() => {
    if (selected) camera.show(boxOf(graph, layout, selected))
  }, [camera, graph, layout, selected])
  const gestures = useGestures(canvas, camera, graph, layout)

  return (
    <>
      <canvas
        ref={canvas}
        className="graph"
        aria-label="Physical graph"
        aria-describedby="graph-keys"
        tabIndex={0}
        {...gestures}
      />
      <p id="graph-keys" className="unseen">
        Arrow keys go from lane to lane and from task to task, Enter chooses, plus and minus zoom, 0 shows everything.
      </p>
      <Announcement graph={graph} />
    </>
  )
}

function Announcement({ graph }: { readonly graph: PhysicalGraph }) {
  const focused = useGraph((state) => state.focused)
  // Numbers are said when somebody comes to a thing, not each time they change.
  const text = useMemo(() => (focused ? say(graph, focused, useGraph.getState().numbers) : ''), [graph, focused])
  return (
    <p className="unseen" aria-live="polite">
      {text}
    </p>
  )
}

/** Draws at most once a frame, when something has changed. */
class Painter {
  readonly camera = new Camera(() => this.moved())
  layout: ReturnType<typeof layOut> | undefined
  graph: PhysicalGraph | undefined
  private canvas: HTMLCanvasElement | undefined
  private palette: ReturnType<typeof readPalette> | undefined
  private size = { width: 0, height: 0, pixels: 1 }
  private frame: number | undefined
  private movedAt = 0
  private stillTimer: number | undefined

  /** Returns what ends it. */
  attach(canvas: HTMLCanvasElement): () => void {
    this.canvas = canvas
    if (keptView) this.camera.restore(keptView)
    const themed = onThemeChange(() => {
      this.palette = undefined
      this.request()
    })
    const request = () => this.request()
    const stop = useGraph.subscribe(request)
    canvas.addEventListener('focus', request)
    canvas.addEventListener('blur', request)
    return () => {
      themed()
      stop()
      canvas.removeEventListener('focus', request)
      canvas.removeEventListener('blur', request)
      window.clearTimeout(this.stillTimer)
      if (this.frame !== undefined) cancelAnimationFrame(this.frame)
      this.frame = undefined
    }
  }

  resize(width: number, height: number): void {
    const { canvas } = this
    if (!canvas || width === 0 || height === 0) return
    const pixels = window.devicePixelRatio
    this.size = { width, height, pixels }
    canvas.width = Math.round(width * pixels)
    canvas.height = Math.round(height * pixels)
    canvas.style.cssText = `width: ${width}px; height: ${height}px`
    this.camera.setSize(width, height)
    this.draw()
  }

  private moved(): void {
    this.movedAt = performance.now()
    window.clearTimeout(this.stillTimer)
    this.stillTimer = window.setTimeout(() => {
      keepView(this.camera.chosen ? this.camera.view : undefined)
      this.request()
    }, STILL_MS)
    this.request()
  }

  private request(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined
      this.draw()
    })
  }

  private draw(): void {
    const { canvas, graph, layout, size } = this
    const context = canvas?.getContext('2d')
    if (!canvas || !context || !graph || !layout || layout.lanes.length !== graph.lanes.length) return
    this.palette ??= readPalette()
    const { numbers, channels, skew, selected, hovered, focused } = useGraph.getState()
    drawScene(
      context,
      {
        ...{ graph, layout, palette: this.palette, view: this.camera.view, width: size.width, height: size.height },
        ...{ numbers, channels, skew, selected, hovered },
        focused: document.activeElement === canvas ? focused : undefined,
        still: performance.now() - this.movedAt >= STILL_MS,
      },
      size.pixels,
    )
  }
}
