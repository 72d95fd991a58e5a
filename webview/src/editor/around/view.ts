import { useMemo } from 'react'
import { type ReactFlowInstance, useReactFlow } from 'reactflow'
import { BOX } from '../../shared/index.ts'
import { useEditor } from '../state/store.ts'

/** Milliseconds of a movement of the view. */
const GLIDE = 200
/** Nearer than this to the border a box is not in view. Pixels of the pane. */
const MARGIN = 24

/** What moves the view. */
export interface View {
  fit(): void
  /** All that is selected; nothing selected: all. */
  fitSelection(): void
  /** Brings a box into view, where it is not. */
  reveal(key: string): void
  zoomIn(): void
  zoomOut(): void
  /** One pixel of the diagram is one of the screen. */
  zoomTo1(): void
}

export function useView(): View {
  const flow = useReactFlow()
  return useMemo(() => viewOf(flow), [flow])
}

function viewOf(flow: ReactFlowInstance): View {
  return {
    fit: () => void flow.fitView({ padding: 0.1, maxZoom: 1, duration: duration() }),
    fitSelection() {
      const { selection } = useEditor.getState()
      const nodes = selectedEnds(selection).map((id) => ({ id }))
      const which = nodes.length > 0 ? { nodes } : {}
      void flow.fitView({ ...which, padding: 0.2, maxZoom: 1, duration: duration() })
    },
    reveal(key) {
      const spot = useEditor.getState().diagram?.spots[key]
      const pane = document.querySelector('.react-flow')?.getBoundingClientRect()
      if (!spot || !pane) return
      const { x, y, zoom } = flow.getViewport()
      const left = spot.x * zoom + x
      const top = spot.y * zoom + y
      const inside =
        left >= MARGIN &&
        top >= MARGIN &&
        left + BOX.width * zoom <= pane.width - MARGIN &&
        top + BOX.height * zoom <= pane.height - MARGIN
      if (inside) return
      const center = { x: spot.x + BOX.width / 2, y: spot.y + BOX.height / 2 }
      void flow.setCenter(center.x, center.y, { zoom, duration: duration() })
    },
    zoomIn: () => void flow.zoomIn({ duration: duration() }),
    zoomOut: () => void flow.zoomOut({ duration: duration() }),
    zoomTo1: () => void flow.zoomTo(1, { duration: duration() }),
  }
}

/** An edge is in view when its ends are. */
function selectedEnds(selection: ReadonlySet<string>): string[] {
  const { diagram } = useEditor.getState()
  const ends = diagram?.edges.flatMap(({ key, source, target }) => (selection.has(key) ? [source, target] : [])) ?? []
  const nodes = diagram?.nodes.flatMap(({ key }) => (selection.has(key) ? [key] : [])) ?? []
  return [...nodes, ...ends]
}

function duration(): number {
  const calm =
    document.body.classList.contains('vscode-reduce-motion') || matchMedia('(prefers-reduced-motion: reduce)').matches
  return calm ? 0 : GLIDE
}
