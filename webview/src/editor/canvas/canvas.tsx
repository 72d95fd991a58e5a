import { useMemo } from 'react'
import { Background, BackgroundVariant, Controls, ReactFlow } from 'reactflow'
import { theHost } from '../state/session.ts'
import { useEditor } from '../state/store.ts'
import { Breadcrumbs } from './breadcrumbs.tsx'
import { Detail } from './detail.tsx'
import { flowEdges } from './edges/flow-edges.ts'
import { StreamLine } from './edges/stream-edge.tsx'
import { Frames } from './groups/frames.tsx'
import { Minimap } from './minimap.tsx'
import { flowNodes } from './nodes/flow-nodes.ts'
import { OperatorBox } from './nodes/operator-node.tsx'

const nodeTypes = { operator: OperatorBox }
const edgeTypes = { stream: StreamLine }

/** The diagram itself. */
export function Canvas() {
  const diagram = useEditor((state) => state.diagram)!
  const selection = useEditor((state) => state.selection)
  const nodes = useMemo(() => flowNodes(diagram, selection), [diagram, selection])
  const edges = useMemo(() => flowEdges(diagram, selection), [diagram, selection])
  return (
    <>
      <Breadcrumbs />
      <ReactFlow
        key={diagram.direction}
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        deleteKeyCode={null}
        panOnScroll
        zoomOnDoubleClick={false}
        fitView
        attributionPosition="bottom-left"
        minZoom={0.1}
        maxZoom={2}
        onNodeDoubleClick={(_, { id }) => theHost().tell({ type: 'showText', key: id })}
      >
        <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
        <Controls showInteractive={false} position="bottom-right" />
        <Detail />
        <Frames />
        {nodes.length > 1 ? <Minimap /> : null}
      </ReactFlow>
    </>
  )
}
