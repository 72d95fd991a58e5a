import type { Layout, LayoutEdge, LayoutNode, LayoutRequest } from '../../../extension/src/layout/index.ts'

/** Numbers that look random and are the same in every run. */
export class Chance {
  private state: number
  constructor(start: number) {
    this.state = start
  }

  below(end: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end)
  }

  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)]
  }
}

export interface Diagram {
  readonly nodes: readonly LayoutNode[]
  readonly edges: readonly LayoutEdge[]
}

const size = (chance: Chance) => ({ width: 120 + 8 * chance.below(12), height: chance.one([60, 60, 60, 44, 92]) })

/** Something like a job: chains with forks, joins and doubled edges, in one or several parts. */
export function randomFlow(chance: Chance, count: number): Diagram {
  const nodes: LayoutNode[] = []
  const edges: LayoutEdge[] = []
  for (let index = 0; index < count; index++) {
    const key = `n${index}`
    const inputs = index === 0 ? 0 : chance.one([0, 1, 1, 1, 1, 1, 1, 1, 2, 3])
    for (let input = 0; input < inputs; input++) {
      const back = chance.below(4) === 0 ? index : Math.min(index, 3)
      const source = nodes[index - 1 - chance.below(back)].key
      edges.push({ source, target: key, ports: inputs > 1 ? { target: input } : undefined })
    }
    nodes.push({ key, ...size(chance) })
  }
  return { nodes, edges }
}

export interface Edit {
  readonly what: 'add' | 'remove' | 'change'
  readonly edited: string
  readonly after: Diagram
}

/** One operator more, one less or one changed, as the editor's commands do it. */
export function randomEdit(chance: Chance, { nodes, edges }: Diagram, fresh: string): Edit {
  const kind = nodes.length < 3 ? 0 : chance.below(10)
  if (kind <= 4) return added(chance, { nodes, edges }, fresh)
  const node = chance.one(nodes)
  if (kind <= 6) {
    const sources = edges.filter(({ target }) => target === node.key).map(({ source }) => source)
    const targets = edges.filter(({ source }) => source === node.key).map(({ target }) => target)
    const healed =
      chance.below(3) === 0 ? [] : sources.flatMap((source) => targets.map((target) => ({ source, target })))
    const rest = edges.filter(({ source, target }) => source !== node.key && target !== node.key)
    const after = { nodes: nodes.filter((other) => other !== node), edges: [...rest, ...healed] }
    return { what: 'remove', edited: node.key, after }
  }
  if (kind === 7) {
    const after = { nodes: nodes.map((other) => (other === node ? { ...node, ...size(chance) } : other)), edges }
    return { what: 'change', edited: node.key, after }
  }
  if (kind === 8) {
    const placed = chance.below(4) === 0 ? undefined : { x: chance.below(2000), y: chance.below(1200) - 200 }
    return {
      what: 'change',
      edited: node.key,
      after: { nodes: nodes.map((other) => (other === node ? { ...node, placed } : other)), edges },
    }
  }
  const downstream = reachable(edges, node.key)
  const others = nodes.filter(({ key }) => key !== node.key && !reachable(edges, key).has(node.key))
  if (others.length === 0 || downstream.size > nodes.length) return added(chance, { nodes, edges }, fresh)
  const target = chance.one(others).key
  return { what: 'change', edited: node.key, after: { nodes, edges: [...edges, { source: node.key, target }] } }
}

function added(chance: Chance, { nodes, edges }: Diagram, key: string): Edit {
  const node = { key, ...size(chance) }
  const place = chance.below(nodes.length + 1)
  const all = [...nodes.slice(0, place), node, ...nodes.slice(place)]
  const other = chance.one(nodes).key
  const kind = chance.below(10)
  let after = edges
  if (kind <= 4 && edges.length > 0) {
    const edge = chance.one(edges)
    after = edges.flatMap((old) =>
      old === edge
        ? [
            { source: old.source, target: key },
            { source: key, target: old.target },
          ]
        : [old],
    )
  } else if (kind <= 6) after = [...edges, { source: other, target: key }]
  else if (kind === 7) after = [...edges, { source: key, target: other }]
  else if (kind === 8)
    after = [...edges, { source: other, target: key }, { source: chance.one(nodes).key, target: key }]
  return { what: 'add', edited: key, after: { nodes: all, edges: after } }
}

/** What is downstream of a node, by its key. */
export function reachable(edges: readonly { source: string; target: string }[], from: string, upstream = false) {
  const found = new Set<string>()
  const open = [from]
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    for (const { source, target } of edges) {
      const [here, next] = upstream ? [target, source] : [source, target]
      if (here !== key || found.has(next)) continue
      found.add(next)
      open.push(next)
    }
  }
  return found
}

export function request(diagram: Diagram, rest: Partial<LayoutRequest> = {}): LayoutRequest {
  return { ...diagram, direction: 'right', ...rest }
}

export function spots(layout: Layout) {
  return new Map(layout.nodes.map((node) => [node.key, node]))
}
