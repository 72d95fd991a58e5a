import type { Node } from 'reactflow'
import { BOX, type Diagram, type DiagramNode, type Direction } from '../../../shared/index.ts'
import type { GestureState } from '../../state/gesture.ts'
import { labelsOf } from '../labels.ts'
import { handlesOf, portsOf } from './ports.ts'

export type OperatorNode = Node<{ readonly node: DiagramNode; readonly direction: Direction }, 'operator'>

/** What a gesture that is under way says of boxes. */
type Held = Pick<GestureState, 'moved' | 'targets' | 'choosing' | 'dropKey'>

let made: ReadonlyMap<string, OperatorNode> = new Map()
let labelled: Pick<Diagram, 'nodes' | 'edges'> | undefined
let labels: ReadonlyMap<string, string> = new Map()

/**
 * What React Flow draws as boxes. What did not change is the same object as before, so that of a thousand boxes only the
 * one that did is drawn again.
 */
export function flowNodes(diagram: Diagram, selection: ReadonlySet<string>, gesture: Held): OperatorNode[] {
  if (labelled?.nodes !== diagram.nodes || labelled.edges !== diagram.edges) {
    labelled = diagram
    labels = labelsOf(diagram)
  }
  const { direction, spots } = diagram
  const nodes = diagram.nodes.map((node) => {
    const { key } = node
    const { x, y } = gesture.moved.get(key) ?? spots[key]
    const selected = selection.has(key)
    const ariaLabel = labels.get(key)!
    const className = classOf(key, gesture)
    const before = made.get(key)
    const alike = before !== undefined && before.data.direction === direction && alikeBoxes(before.data.node, node)
    if (
      alike &&
      before.position.x === x &&
      before.position.y === y &&
      before.selected === selected &&
      before.className === className &&
      before.ariaLabel === ariaLabel
    ) {
      return before
    }
    const drawn: OperatorNode = {
      id: key,
      type: 'operator',
      position: { x, y },
      ...BOX,
      // Nothing has to be measured.
      measured: BOX,
      handles: alike ? before.handles! : handlesOf(portsOf(node, direction), direction),
      selected,
      className,
      ariaLabel,
      data: alike ? before.data : { node, direction },
    }
    return drawn
  })
  made = new Map(nodes.map((node) => [node.id, node]))
  return nodes
}

/** With an operator more all behind it have other numbers: those are not drawn, and are asked for when they are needed. */
function alikeBoxes(before: DiagramNode, node: DiagramNode): boolean {
  if (before === node) return true
  const names = Object.keys(node) as (keyof DiagramNode)[]
  return (
    before.operators.length === node.operators.length &&
    Object.keys(before).length === names.length &&
    names.every((name) => name === 'operators' || before[name] === node[name])
  )
}

/** What a gesture that is under way makes of a box. */
function classOf(key: string, { targets, choosing, dropKey }: Held): string {
  const ports = targets?.get(key)
  const takes = ports ? ports.map((port) => `takes-${port}`) : ['takes-none']
  return [
    ...(targets && choosing?.from !== key ? takes : []),
    ...(choosing?.target === key ? ['chosen'] : []),
    ...(dropKey === key ? ['drop-target'] : []),
  ].join(' ')
}
