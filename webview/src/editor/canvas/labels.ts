import type { Diagram, DiagramNode } from '../../shared/index.ts'

/** What a screen reader says of each box: what it is, and what leads in and out. By key. */
export function labelsOf({ nodes, edges }: Diagram): Map<string, string> {
  const names = new Map(nodes.map(({ key, name }) => [key, name]))
  const [into, outOf] = [new Map<string, string[]>(), new Map<string, string[]>()]
  const add = (map: Map<string, string[]>, key: string, name: string) => {
    const known = map.get(key)
    if (known) known.push(name)
    else map.set(key, [name])
  }
  for (const { source, target } of edges) {
    add(into, target, names.get(source)!)
    add(outOf, source, names.get(target)!)
  }
  return new Map(nodes.map((node) => [node.key, labelOf(node, into.get(node.key), outOf.get(node.key))]))
}

function labelOf(
  { name, kind, shape, summary, parallelism, inputs, problems }: DiagramNode,
  into: readonly string[] = [],
  outOf: readonly string[] = [],
): string {
  const open = inputs.filter((input) => input.open).length
  return [
    `${name}, ${shape === 'group' ? 'closed group' : kind}`,
    ...(summary ? [summary] : []),
    ...(parallelism === 1 || parallelism === '…' ? [] : [`parallelism ${parallelism}`]),
    ...(into.length > 0 ? [`reads ${list(into)}`] : []),
    ...(open > 0 ? [open === 1 ? 'an input is open' : `${open} inputs are open`] : []),
    ...(outOf.length > 0 ? [`leads to ${list(outOf)}`] : []),
    ...problems.map(({ severity, message }) => `${severity}: ${message}`),
  ].join(', ')
}

function list(names: readonly string[]): string {
  return names.length < 2 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
