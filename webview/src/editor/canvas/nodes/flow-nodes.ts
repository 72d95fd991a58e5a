import type { Node } from 'reactflow'
import { BOX, type Diagram, type DiagramNode, type Direction } from '../../../shared/index.ts'
import { handlesOf, portsOf } from './ports.ts'

export type OperatorNode = Node<{ readonly node: DiagramNode; readonly direction: Direction }, 'operator'>

const made = new WeakMap<DiagramNode, OperatorNode>()

/** What React Flow draws as boxes. What is as before is the same object, and is not drawn again. */
export function flowNodes({ nodes, spots, direction }: Diagram, selection: ReadonlySet<string>): OperatorNode[] {
  return nodes.map((node) => {
    const { x, y } = spots[node.key]
    const selected = selection.has(node.key)
    const before = made.get(node)
    const alike = before !== undefined && before.data.direction === direction
    if (alike && before.selected === selected && before.position.x === x && before.position.y === y) return before
    const drawn: OperatorNode = {
      id: node.key,
      type: 'operator',
      position: { x, y },
      width: BOX.width,
      height: BOX.height,
      handles: alike ? before.handles! : handlesOf(portsOf(node, direction), direction),
      selected,
      ariaLabel: sentence(node),
      data: alike ? before.data : { node, direction },
    }
    made.set(node, drawn)
    return drawn
  })
}

/** All that a box shows, for those who hear it. */
function sentence({ name, kind, shape, summary, parallelism, problems, inputs }: DiagramNode): string {
  const open = inputs.filter((input) => input.open).length
  return [
    name,
    shape === 'group' ? 'closed group' : kind,
    ...(summary ? [summary] : []),
    ...(parallelism === 1 || parallelism === '…' ? [] : [`parallelism ${parallelism}`]),
    ...(open > 0 ? [open === 1 ? 'one input is not connected' : `${open} inputs are not connected`] : []),
    ...problems.map(({ severity, message }) => `${severity}: ${message}`),
  ].join(', ')
}
