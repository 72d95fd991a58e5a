import type { Diagram, DiagramEdge, DiagramNode } from '../../../webview/src/shared/index.ts'

/** A box with what the exports look at. */
export function box(key: string, more: Partial<DiagramNode> = {}): DiagramNode {
  return {
    ...{ key, shape: 'transformation', kind: 'map', method: 'map', name: key, named: false, icon: 'symbol-method' },
    ...{ parallelism: 1, parallelismWritten: false, marks: [], problems: [], arguments: [], absentArguments: [] },
    inputs: [{ port: 0 }],
    outputs: [{ output: 'main' }],
    ...{ operators: [0], environment: 0, groups: [] },
    ...more,
  }
}

export function arrow(source: string, target: string, more: Partial<DiagramEdge> = {}): DiagramEdge {
  return {
    ...{ key: `${source}>${target}`, edge: 0, source, target, output: 'main', port: 0 },
    ...{ strategy: 'Forward', written: false },
    ...more,
  }
}

/** A diagram whose boxes stand in a row. */
export function row(nodes: readonly DiagramNode[], more: Partial<Diagram> = {}): Diagram {
  const spots = nodes.map(({ key }, index) => [key, { x: index * 280, y: 0, layer: index, order: 0, placed: false }])
  return {
    ...{ version: 1, nodes, edges: [], groups: [], environments: [], notices: [], isJob: true, empty: false },
    spots: Object.fromEntries(spots),
    direction: 'right',
    ...more,
  }
}
