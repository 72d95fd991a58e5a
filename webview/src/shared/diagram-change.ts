import type { Diagram, DiagramEdge, DiagramNode, Spot } from './diagram.ts'

/** A box that is drawn as before; its numbers belong to the new version of the document. */
export type KeptNode = Pick<DiagramNode, 'key' | 'operators'>
export type KeptEdge = Pick<DiagramEdge, 'key' | 'edge'>

/**
 * What of a diagram is not as in the one that was sent before. A key typed in the text changes one box of a thousand:
 * the others are only named.
 */
export interface DiagramChange extends Omit<Diagram, 'nodes' | 'edges' | 'spots'> {
  /** All, in their order. */
  readonly nodes: readonly (DiagramNode | KeptNode)[]
  readonly edges: readonly (DiagramEdge | KeptEdge)[]
  /** Those that are new or elsewhere. */
  readonly spots: Readonly<Record<string, Spot>>
}

/**
 * The diagram after a change. What is as before is the same object.
 *
 * @param before the one that was sent before the change; with another one boxes are missing
 */
export function changedDiagram(before: Diagram, change: DiagramChange): Diagram {
  const nodes = new Map(before.nodes.map((node) => [node.key, node]))
  const edges = new Map(before.edges.map((edge) => [edge.key, edge]))
  const kept = change.nodes.map(({ key }) => [key, change.spots[key] ?? before.spots[key]])
  return {
    ...change,
    nodes: change.nodes.map((node) => ('name' in node ? node : numbered(nodes.get(node.key)!, node.operators))),
    edges: change.edges.map((edge) => {
      if ('source' in edge) return edge
      const known = edges.get(edge.key)!
      return known.edge === edge.edge ? known : { ...known, edge: edge.edge }
    }),
    spots: Object.fromEntries(kept),
  }
}

function numbered(node: DiagramNode, operators: readonly number[]): DiagramNode {
  const same = operators.length === node.operators.length && operators.every((id, i) => id === node.operators[i])
  return same ? node : { ...node, operators }
}
