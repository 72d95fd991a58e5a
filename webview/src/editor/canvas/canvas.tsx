import { useMemo } from 'react'
import { Background, BackgroundVariant, type Edge, MarkerType, ReactFlow } from 'reactflow'
import { BOX, type Diagram } from '../../shared/index.ts'
import { theHost } from '../state/session.ts'
import { useEditor } from '../state/store.ts'
import { OperatorBox, type OperatorNode } from './operator-node.tsx'

const nodeTypes = { operator: OperatorBox }

/** The diagram itself. */
export function Canvas() {
  const diagram = useEditor((state) => state.diagram)!
  const nodes = useMemo(() => nodesOf(diagram), [diagram])
  const edges = useMemo(() => edgesOf(diagram), [diagram])
  return (
    <ReactFlow
      key={diagram.direction}
      nodes={nodes}
      edges={edges}
      nodeTypes={nodeTypes}
      deleteKeyCode={null}
      zoomOnDoubleClick={false}
      fitView
      minZoom={0.1}
      maxZoom={2}
      onNodeDoubleClick={(_, { id }) => theHost().tell({ type: 'showText', key: id })}
    >
      <Background variant={BackgroundVariant.Dots} gap={20} size={1} />
    </ReactFlow>
  )
}

function nodesOf({ nodes, spots, direction }: Diagram): OperatorNode[] {
  return nodes.map((node) => ({
    id: node.key,
    type: 'operator',
    position: { x: spots[node.key].x, y: spots[node.key].y },
    width: BOX.width,
    height: BOX.height,
    ariaLabel: `${node.name}, ${node.kind}`,
    data: { node, direction },
  }))
}

function edgesOf({ edges }: Diagram): Edge[] {
  return edges.map(({ key, source, target, output, port, strategy, written }) => ({
    id: key,
    source,
    target,
    sourceHandle: `out-${output}`,
    targetHandle: `in-${port}`,
    // Forward is what one expects: saying it on every arrow would drown the others.
    label: strategy === 'Forward' && !written ? undefined : strategy,
    markerEnd: { type: MarkerType.ArrowClosed, color: 'var(--arrow)' },
  }))
}
