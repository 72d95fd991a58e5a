import { useCallback, useEffect, useRef, useState } from 'react'
import type { Camera } from './camera.ts'
import { GraphCanvas } from './canvas.tsx'
import { Legend } from './legend.tsx'
import { useGraph } from './state.ts'
import { Tables } from './tables/tables.tsx'
import { Toolbar } from './toolbar.tsx'

/** The physical graph of a job, or what to do to see one. */
export function GraphView() {
  const shown = useGraph((state) => state.shown)
  const tables = useGraph((state) => state.tables)
  const legend = useGraph((state) => state.legend)
  const selected = useGraph((state) => state.selected)
  const [camera, setCamera] = useState<Camera>()
  const stage = useRef<HTMLDivElement>(null)
  const size = useSize(stage, shown?.type === 'graph' && shown.graph !== undefined)
  const takeCamera = useCallback((camera: Camera) => setCamera(camera), [])
  if (shown === undefined) return null
  if (shown.type === 'nothing') return <Nothing reason={shown.reason} />
  const { graph, reason } = shown
  return (
    <>
      <Toolbar shown={shown} camera={graph ? camera : undefined} />
      {reason ? (
        <p className="reason" role="status">
          {reason}
        </p>
      ) : null}
      {graph ? (
        <div className="body">
          <div className="stage" ref={stage}>
            <GraphCanvas
              graph={graph}
              // In a side bar there is more room below than beside.
              direction={size.height > size.width * 1.3 ? 'down' : 'right'}
              width={size.width}
              height={size.height}
              onCamera={takeCamera}
            />
          </div>
          {tables || selected ? <Tables graph={graph} /> : null}
        </div>
      ) : null}
      {graph && legend ? <Legend graph={graph} of={shown.of} /> : null}
    </>
  )
}

function Nothing({ reason }: { readonly reason?: string }) {
  return (
    <div className="nothing">
      <p>{reason ?? 'Here you see every instance of a job and every channel between them.'}</p>
      <p>
        Open a job file (<code>NAME.flow.ts</code>) to see how it would be spread over threads. Run it to see what
        flows, where records wait, and which instances have more work than others.
      </p>
    </div>
  )
}

function useSize(element: React.RefObject<HTMLElement | null>, there: boolean) {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    if (!there || !element.current) return
    const observer = new ResizeObserver(([{ contentRect }]) => {
      setSize({ width: Math.floor(contentRect.width), height: Math.floor(contentRect.height) })
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element, there])
  return size
}
