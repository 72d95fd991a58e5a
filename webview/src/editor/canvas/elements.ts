import { type Edge, MarkerType } from 'reactflow'
import { BOX, type Diagram, type DiagramEdge } from '../../shared/index.ts'
import type { GestureState } from '../state/gesture.ts'
import { labelsOf } from './labels.ts'
import type { OperatorNode } from './operator-node.tsx'

/**
 * Makes what React Flow draws of a diagram. What did not change is the same object as before, so that of a thousand
 * boxes only the one that did is drawn again.
 */
export class Elements {
  private nodesBefore = new Map<string, OperatorNode>()
  private edgesBefore = new Map<string, Edge>()
  private labelled: Diagram | undefined
  private labels = new Map<string, string>()

  nodes(
    diagram: Diagram,
    selection: ReadonlySet<string>,
    { moved, targets, choosing, dropKey }: Pick<GestureState, 'moved' | 'targets' | 'choosing' | 'dropKey'>,
  ): OperatorNode[] {
    if (this.labelled?.nodes !== diagram.nodes || this.labelled.edges !== diagram.edges) {
      this.labelled = diagram
      this.labels = labelsOf(diagram)
    }
    const { direction, spots } = diagram
    const next = new Map<string, OperatorNode>()
    for (const node of diagram.nodes) {
      const { key } = node
      const { x, y } = moved.get(key) ?? spots[key]
      const before = this.nodesBefore.get(key)
      const selected = selection.has(key)
      const ariaLabel = this.labels.get(key)!
      const ports = targets?.get(key)
      const className = [
        targets && choosing?.from !== key
          ? ports
            ? ports.map((port) => `takes-${port}`).join(' ')
            : 'takes-none'
          : '',
        choosing?.target === key ? 'chosen' : '',
        dropKey === key ? 'drop-target' : '',
      ]
        .join(' ')
        .trim()
      const same =
        before?.data.node === node &&
        before.data.direction === direction &&
        before.position.x === x &&
        before.position.y === y &&
        before.selected === selected &&
        before.className === className &&
        before.ariaLabel === ariaLabel
      next.set(
        key,
        same
          ? before
          : {
              id: key,
              type: 'operator',
              position: { x, y },
              ...BOX,
              // The measure is known, and the places of ports are kept from one object to the next.
              measured: BOX,
              selected,
              className,
              ariaLabel,
              data:
                before?.data.node === node && before.data.direction === direction ? before.data : { node, direction },
            },
      )
    }
    this.nodesBefore = next
    return [...next.values()]
  }

  edges({ edges }: Diagram, selection: ReadonlySet<string>, dropKey: string | undefined): Edge[] {
    const next = new Map<string, Edge>()
    for (const edge of edges) {
      const before = this.edgesBefore.get(edge.key)
      const selected = selection.has(edge.key)
      const className = dropKey === edge.key ? 'drop-target' : ''
      const same = before?.data?.edge === edge && before.selected === selected && before.className === className
      next.set(edge.key, same ? before : edgeOf(edge, selected, className))
    }
    this.edgesBefore = next
    return [...next.values()]
  }
}

function edgeOf(edge: DiagramEdge, selected: boolean, className: string): Edge {
  const { key, source, target, output, port, strategy, written } = edge
  return {
    id: key,
    source,
    target,
    sourceHandle: `out-${output}`,
    targetHandle: `in-${port}`,
    selected,
    className,
    // Its ends can be taken up when it is selected: two more elements on each edge would be slow.
    reconnectable: selected,
    data: { edge },
    // Forward is what one expects: saying it on every arrow would drown the others.
    label: strategy === 'Forward' && !written ? undefined : strategy,
    markerEnd: { type: MarkerType.ArrowClosed, color: 'var(--arrow)' },
  }
}
