import type { Diagram, DiagramEdge, DiagramGroup, DiagramNode, Shape } from '../../../shared/index.ts'

/** How Mermaid draws each kind of box: what its text stands between. */
const SHAPES: Readonly<Record<Shape, readonly [string, string]>> = {
  source: ['([', '])'],
  transformation: ['[', ']'],
  keyed: ['[', ']'],
  window: ['[[', ']]'],
  join: ['{{', '}}'],
  sink: ['[(', ')]'],
  open: ['>', ']'],
  opaque: ['[/', '/]'],
  group: ['[[', ']]'],
}

/** The diagram as a Mermaid flowchart: what README files and issues draw. */
export function mermaid({ nodes, edges, groups, direction }: Diagram): string {
  const ids = new Map(nodes.map(({ key }, index) => [key, `n${index}`]))
  const lines = [`flowchart ${direction === 'down' ? 'TD' : 'LR'}`]
  const write = (parent: string | undefined, indent: string) => {
    for (const node of nodes) {
      if (frameOf(node, groups) === parent) lines.push(`${indent}${ids.get(node.key)}${box(node)}`)
    }
    for (const group of groups) {
      if (group.parent !== parent) continue
      lines.push(`${indent}subgraph g${groups.indexOf(group)}["${escaped(group.name)}"]`)
      write(group.key, `${indent}  `)
      lines.push(`${indent}end`)
    }
  }
  write(undefined, '  ')
  for (const edge of edges) lines.push(`  ${ids.get(edge.source)} -->${label(edge)} ${ids.get(edge.target)}`)
  return `${lines.join('\n')}\n`
}

function box({ name, parallelism, shape }: DiagramNode): string {
  const [before, after] = SHAPES[shape]
  const instances = parallelism === 1 ? '' : ` ×${parallelism}`
  return `${before}"${escaped(name + instances)}"${after}`
}

/** Forward that nobody wrote is what one expects of an arrow. */
function label({ strategy, written, output }: DiagramEdge): string {
  const words = [output === 'main' ? '' : output, strategy === 'Forward' && !written ? '' : strategy]
  const text = words.filter((word) => word !== '').join(': ')
  return text === '' ? '' : `|"${escaped(text)}"|`
}

/** The innermost open group that a box is drawn in. */
function frameOf(node: DiagramNode, groups: readonly DiagramGroup[]): string | undefined {
  return node.groups.findLast((key) => groups.some((group) => group.key === key))
}

/** Mermaid knows characters by their numbers; as themselves these would end a text, or be read as Markdown or HTML. */
function escaped(text: string): string {
  return text.replace(/["#`<>&\\*_]/g, (character) => `#${character.charCodeAt(0)};`).replace(/\s+/g, ' ')
}
