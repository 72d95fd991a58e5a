import type { Diagram, DiagramEdge, DiagramEnvironment, DiagramNode } from 'millrace-webview/shared'
import type { JobModel } from '../../document/index.ts'
import { closedGroup, openGroups } from './groups.ts'
import { type Annotations, nodeOf } from './nodes.ts'
import { edgeKey } from './types.ts'

/** What of a diagram is known before it is laid out. */
export type Drawn = Pick<Diagram, 'nodes' | 'edges' | 'groups' | 'environments'>

/**
 * What to draw of a job.
 *
 * @param open keys of the groups that are open; operators of the others are one box
 */
export function drawn(model: JobModel, annotations: Annotations, open: ReadonlySet<string>): Drawn {
  const hidden = hiddenInputs(model)
  const tags = sideOutputs(model)
  const boxes: DiagramNode[] = []
  const within = new Map<string, DiagramNode[]>()
  /** Key of the box that each operator is drawn in. */
  const box = new Map<number, string>()
  for (const operator of model.operators) {
    if (hidden.has(operator.id)) continue
    const node = nodeOf(model, operator, tags.get(operator.id) ?? NONE, annotations)
    const closed = node.groups.find((key) => !open.has(key))
    box.set(operator.id, closed ?? node.key)
    if (closed === undefined) boxes.push(withOpenInputs(model, node, hidden))
    else within.set(closed, [...(within.get(closed) ?? []), node])
  }
  const edges = model.edges.flatMap((edge): DiagramEdge[] => {
    const [source, target] = [box.get(edge.source), box.get(edge.target)]
    if (source === undefined || target === undefined || source === target) return []
    const { id, output, uncertain, written, argument } = edge
    const port = within.has(target) ? 0 : edge.port
    const type = annotations.types?.edges[id]
    return [
      {
        ...{ key: edgeKey(model, edge), edge: id, source, target, output, port, written },
        strategy: uncertain ? 'default' : edge.strategy,
        ...(argument === undefined ? {} : { argument }),
        ...(type ? { type } : {}),
      },
    ]
  })
  for (const [key, members] of within) {
    const inputs = edges.filter(({ target }) => target === key).length
    const outputs = [...new Set(edges.flatMap(({ source, output }) => (source === key ? [output] : [])))]
    boxes.push(closedGroup(model, key, members, { inputs, outputs }))
  }
  // In the order of the text, wherever a group stands in for its operators.
  const nodes = boxes.sort((a, b) => a.operators[0] - b.operators[0])
  return { nodes, edges, groups: openGroups(model, nodes), environments: environmentsOf(model) }
}

const NONE: ReadonlySet<string> = new Set()

/** The tags that something reads, by operator. */
function sideOutputs({ edges }: JobModel): Map<number, Set<string>> {
  const tags = new Map<number, Set<string>>()
  for (const { source, output } of edges) {
    if (output !== 'main') tags.set(source, (tags.get(source) ?? new Set()).add(output))
  }
  return tags
}

/** Operators without input that something reads: they are drawn as an open input of what reads them. */
function hiddenInputs({ operators, edges }: JobModel): Set<number> {
  const read = new Set(edges.map(({ source }) => source))
  return new Set(operators.flatMap(({ id, kind }) => (kind === 'unconnected' && read.has(id) ? [id] : [])))
}

function withOpenInputs({ edges }: JobModel, node: DiagramNode, hidden: ReadonlySet<number>): DiagramNode {
  if (hidden.size === 0) return node
  const open = new Set(
    edges.flatMap(({ source, target, port }) => (target === node.operators[0] && hidden.has(source) ? [port] : [])),
  )
  if (open.size === 0) return node
  return { ...node, inputs: node.inputs.map((input) => (open.has(input.port) ? { ...input, open: true } : input)) }
}

function environmentsOf({ environments, operators }: JobModel): DiagramEnvironment[] {
  return environments.map(({ id, name }) => {
    const own = operators.filter(({ environment }) => environment === id)
    const from = own.find(({ parallelismOrigin }) => parallelismOrigin === 'environment')
    return {
      id,
      operators: own.length,
      ...(name === undefined ? {} : { name }),
      ...(from ? { parallelism: from.parallelismText ?? String(from.parallelism) } : {}),
    }
  })
}
