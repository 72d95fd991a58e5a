import { useEffect, useMemo, useRef, useState } from 'react'
import {
  Background,
  BackgroundVariant,
  Controls,
  type Edge,
  MarkerType,
  ReactFlow,
  type ReactFlowInstance,
} from 'reactflow'
import type { Diagram, FromDiagram, host, ToDiagram } from '../shared/index.ts'
import { BOX, bestDirection, type Direction, place } from './layout.ts'
import { OperatorBox, type OperatorNode } from './operator-box.tsx'

const nodeTypes = { operator: OperatorBox }
const fit = { maxZoom: 1, padding: 0.08 }

interface Props {
  readonly host: ReturnType<typeof host<FromDiagram, ToDiagram>>
}

/** The job as a diagram. Read-only: a double click shows an operator's text. */
export function DiagramView({ host }: Props) {
  const [diagram, setDiagram] = useState<Diagram>()
  useEffect(() => {
    const stop = host.onMessage((message) => setDiagram(message.diagram))
    host.post({ type: 'ready' })
    return stop
  }, [host])
  const direction = useDirection()
  const flow = useRef<ReactFlowInstance<OperatorNode>>(undefined)
  const moved = useRef(false)
  useEffect(() => {
    const refit = () => {
      // After React Flow has taken the new size.
      if (!moved.current) requestAnimationFrame(() => requestAnimationFrame(() => void flow.current?.fitView(fit)))
    }
    window.addEventListener('resize', refit)
    return () => window.removeEventListener('resize', refit)
  }, [])
  const nodes = useMemo(() => (diagram ? nodesOf(diagram, direction) : []), [diagram, direction])
  const edges = useMemo(() => (diagram ? edgesOf(diagram) : []), [diagram])
  if (diagram === undefined) return null
  return (
    <>
      {diagram.notices.length > 0 ? (
        <div className="notices" role="status">
          {diagram.notices.map((notice) => (
            <div key={notice}>
              <span className="codicon codicon-info" aria-hidden="true" /> {notice}
            </div>
          ))}
        </div>
      ) : null}
      {nodes.length === 0 ? (
        <p className="nothing">This job has no operators yet. Add a source to its text.</p>
      ) : (
        <ReactFlow
          // Turned the other way it is a new picture, to be fitted again.
          key={direction}
          nodes={nodes}
          edges={edges}
          nodeTypes={nodeTypes}
          nodesDraggable={false}
          nodesConnectable={false}
          edgesFocusable={false}
          deleteKeyCode={null}
          zoomOnDoubleClick={false}
          fitView
          fitViewOptions={fit}
          onInit={(instance) => {
            flow.current = instance
          }}
          // Only what a person does has an event: from then on the view is theirs.
          onMoveStart={(event) => {
            if (event) moved.current = true
          }}
          minZoom={0.1}
          maxZoom={2}
          onNodeDoubleClick={(_, { data }) => host.post({ type: 'showText', operatorId: data.id })}
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
          <Controls showInteractive={false} position="bottom-right" />
        </ReactFlow>
      )}
    </>
  )
}

function useDirection(): Direction {
  const [direction, setDirection] = useState(() => bestDirection(paneSize()))
  useEffect(() => {
    const turn = () => setDirection(bestDirection(paneSize()))
    window.addEventListener('resize', turn)
    return () => window.removeEventListener('resize', turn)
  }, [])
  return direction
}

function paneSize() {
  return { width: window.innerWidth, height: window.innerHeight }
}

function nodesOf(diagram: Diagram, direction: Direction): OperatorNode[] {
  const places = place(diagram, direction)
  return diagram.operators.map((operator) => ({
    id: String(operator.id),
    type: 'operator',
    position: places.get(operator.id)!,
    width: BOX.width,
    height: BOX.height,
    ariaLabel: `${operator.name}, ${operator.kind}`,
    data: { ...operator, direction },
  }))
}

function edgesOf(diagram: Diagram): Edge[] {
  return diagram.edges.map(({ id, source, target, strategy, written }) => ({
    id: String(id),
    source: String(source),
    target: String(target),
    // Forward is what one expects: saying it on every arrow would drown the others.
    label: strategy === 'Forward' && !written ? undefined : strategy,
    markerEnd: { type: MarkerType.ArrowClosed, color: 'var(--arrow)' },
  }))
}
