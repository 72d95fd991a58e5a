import { useMemo } from 'react'
import { createPortal } from 'react-dom'
import { useStore } from 'reactflow'
import { theHost } from '../../state/session.ts'
import { useEditor } from '../../state/store.ts'
import { framesOf } from './frame-bounds.ts'
import './frames.css'

/** A frame behind the boxes of every group that is open. */
export function Frames() {
  const groups = useEditor(({ diagram }) => diagram!.groups)
  const spots = useEditor(({ diagram }) => diagram!.spots)
  const frames = useMemo(() => framesOf({ groups, spots }), [groups, spots])
  const flow = useStore(({ domNode }) => domNode)
  const layer = useMemo(() => flow?.querySelector('.react-flow__viewport-portal'), [flow])
  if (!layer || frames.length === 0) return null
  return createPortal(
    frames.map(({ group: { key, name, call }, x, y, width, height }) => (
      <section
        key={key}
        className="group-frame"
        aria-label={`Group ${name}`}
        style={{ transform: `translate(${x}px, ${y}px)`, width, height }}
      >
        <header className="nopan" title={call}>
          <span className="codicon codicon-group-by-ref-type" aria-hidden="true" />
          <span className="group-name">{name}</span>
          <button
            type="button"
            title="Close the group"
            aria-label={`Close the group ${name}`}
            onClick={() => theHost().tell({ type: 'openGroup', key, open: false })}
          >
            <span className="codicon codicon-collapse-all" aria-hidden="true" />
          </button>
        </header>
      </section>
    )),
    layer,
  )
}
