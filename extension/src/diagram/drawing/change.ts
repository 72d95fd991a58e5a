import equal from 'fast-deep-equal'
import type { Diagram, DiagramChange } from 'millrace-webview/shared'

/** What to tell a page that has the diagram before. */
export function changeOf(before: Diagram, after: Diagram): DiagramChange {
  const nodes = new Map(before.nodes.map((node) => [node.key, node]))
  const edges = new Map(before.edges.map((edge) => [edge.key, edge]))
  return {
    ...after,
    nodes: after.nodes.map((node) => {
      const { key, operators } = node
      const known = nodes.get(key)
      return known && equal({ ...known, operators }, node) ? { key, operators } : node
    }),
    edges: after.edges.map((drawn) => {
      const { key, edge } = drawn
      const known = edges.get(key)
      return known && equal({ ...known, edge }, drawn) ? { key, edge } : drawn
    }),
    spots: Object.fromEntries(Object.entries(after.spots).filter(([key, spot]) => !equal(before.spots[key], spot))),
  }
}
