import { type KeyboardEvent, type PointerEvent, useDeferredValue, useEffect, useState } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { remember, remembered } from '../state/remembered.ts'
import { setOpen, useEditor } from '../state/store.ts'
import { focusCanvas } from './fields/field-keys.ts'
import { EdgePanel } from './panels/edge-panel.tsx'
import { JobPanel } from './panels/job-panel.tsx'
import { NodePanel } from './panels/node-panel.tsx'
import { SeveralPanel } from './panels/several-panel.tsx'
import './inspector.css'
import './fields/fields.css'

const NARROWEST = 220
const WIDEST = 640
/** Panes at least so wide show it; narrower ones when it is asked for. */
const WIDE_PANE = 800
const STEP = 20

/**
 * Opens it as it was before the page was loaded again; else where there is room. Before anything is drawn: what is fitted
 * into view must not lie behind it.
 */
export function openAtFirst(): void {
  setOpen({ inspector: remembered().inspector?.open ?? window.innerWidth >= WIDE_PANE })
}

/** What the text says of what is selected, in fields. */
export function Inspector() {
  const isOpen = useEditor(({ open }) => open.inspector)
  const [width, setWidth] = useState(remembered().inspector?.width ?? 296)
  useEffect(() => remember({ inspector: { open: isOpen, width } }), [isOpen, width])
  useEffect(() => {
    const wide = matchMedia(`(min-width: ${WIDE_PANE}px)`)
    const follow = () => {
      if (!document.activeElement?.closest('.inspector')) setOpen({ inspector: wide.matches })
    }
    wide.addEventListener('change', follow)
    return () => wide.removeEventListener('change', follow)
  }, [])
  if (!isOpen) return null
  return (
    <aside className="inspector" aria-label="Inspector" style={{ width }} onKeyDown={keepKeys}>
      <Sash width={width} setWidth={setWidth} />
      <button
        type="button"
        className="inspector-closer tool"
        title="Hide the inspector"
        aria-label="Hide the inspector"
        onClick={() => {
          setOpen({ inspector: false })
          focusCanvas()
        }}
      >
        <span className="codicon codicon-close" aria-hidden="true" />
      </button>
      <div className="inspector-content">
        <Selected />
      </div>
    </aside>
  )
}

function Selected() {
  // The boxes come first: its fields take longer to make than a frame lasts.
  const { diagram, selection } = useDeferredValue(
    useEditor(useShallow(({ diagram, selection }) => ({ diagram, selection }))),
  )
  if (diagram === undefined) return null
  const nodes = diagram.nodes.filter(({ key }) => selection.has(key))
  const edges = diagram.edges.filter(({ key }) => selection.has(key))
  const reason = diagram.readOnly?.reason ?? diagram.stale?.message
  return (
    <>
      {reason ? (
        <p className="note">
          <span className="codicon codicon-lock" aria-hidden="true" /> {reason}
        </p>
      ) : null}
      {nodes.length + edges.length > 1 ? (
        <SeveralPanel nodes={nodes} edges={edges} />
      ) : nodes.length === 1 ? (
        <NodePanel key={nodes[0].key} node={nodes[0]} />
      ) : edges.length === 1 ? (
        <EdgePanel key={edges[0].key} edge={edges[0]} />
      ) : (
        <JobPanel diagram={diagram} />
      )}
    </>
  )
}

/** Keys that write are nobody else's; those with Ctrl and function keys are VS Code's too. */
function keepKeys(event: KeyboardEvent): void {
  if (event.key === 'Escape') {
    event.stopPropagation()
    focusCanvas()
  } else if (!event.ctrlKey && !event.metaKey && !/^F\d/.test(event.key)) event.stopPropagation()
}

function Sash({ width, setWidth }: { readonly width: number; readonly setWidth: (width: number) => void }) {
  const set = (to: number) => setWidth(Math.min(WIDEST, Math.max(NARROWEST, to)))
  const drag = ({ currentTarget, pointerId, clientX }: PointerEvent<HTMLElement>) => {
    currentTarget.setPointerCapture(pointerId)
    const move = (moved: globalThis.PointerEvent) => set(width + clientX - moved.clientX)
    const end = () => {
      currentTarget.removeEventListener('pointermove', move)
      currentTarget.removeEventListener('lostpointercapture', end)
    }
    currentTarget.addEventListener('pointermove', move)
    currentTarget.addEventListener('lostpointercapture', end)
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line between lists does not move
    <div
      className="inspector-sash"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the inspector"
      aria-valuenow={width}
      aria-valuemin={NARROWEST}
      aria-valuemax={WIDEST}
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={({ key }) => {
        if (key === 'ArrowLeft') set(width + STEP)
        if (key === 'ArrowRight') set(width - STEP)
      }}
    />
  )
}
