import type { Diagram, DiagramNode } from '../../../shared/index.ts'

/** Keys of the boxes that hold every word of the query in their name, kind or code, in the order of the flow. */
export function matches({ nodes, spots }: Pick<Diagram, 'nodes' | 'spots'>, query: string): string[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return nodes
    .filter((node) => {
      const text = textOf(node)
      return words.every((word) => text.includes(word))
    })
    .sort(
      ({ key: a }, { key: b }) =>
        spots[a].layer - spots[b].layer || spots[a].order - spots[b].order || a.localeCompare(b),
    )
    .map(({ key }) => key)
}

function textOf({ name, kind, method, uid, summary, description, arguments: args }: DiagramNode): string {
  return [name, kind, method, uid, summary, description, ...args.map(({ text }) => text)].join('\n').toLowerCase()
}
