import type { DiagramNode } from 'millrace-webview/shared'
import type { JobModel } from '../../document/index.ts'
import { drawn } from './diagram.ts'
import { groupKeys } from './groups.ts'

/** An operator, or a group with what is in it: what a list of a job's operators shows. */
export interface OutlineEntry {
  /** Of the box in the diagram: the operator's, or the group's. */
  readonly key: string
  readonly name: string
  /** What it does, in a line. */
  readonly says: string
  readonly icon: string
  /** Where it is in the text; for a group where its first operator is. */
  readonly offset: number
  readonly children: readonly OutlineEntry[]
  /** Keys of the groups around it, outermost first. */
  readonly groups: readonly string[]
}

/** All operators of a job in the order of the text, within their groups. */
export function outline(model: JobModel): OutlineEntry[] {
  const everyGroup = new Set(model.groups.map(({ id }) => groupKeys(model, id).at(-1)!))
  const { nodes, groups } = drawn(model, { types: undefined, problems: new Map() }, everyGroup)
  const entry = (node: DiagramNode): OutlineEntry => ({
    ...{ key: node.key, name: node.name, icon: node.icon, groups: node.groups, children: [] },
    says: [node.parallelism === 1 ? '' : `×${node.parallelism}`, node.summary ?? ''].filter(Boolean).join('  '),
    offset: model.operators[node.operators[0]].range.offset,
  })
  const inside = (depth: number, among: readonly DiagramNode[]): OutlineEntry[] => {
    const entries: OutlineEntry[] = []
    const seen = new Set<string>()
    for (const node of among) {
      const key = node.groups[depth]
      if (key === undefined) entries.push(entry(node))
      if (key === undefined || seen.has(key)) continue
      seen.add(key)
      const group = groups.find((open) => open.key === key)!
      const children = inside(
        depth + 1,
        among.filter(({ groups: around }) => around[depth] === key),
      )
      const { offset } = children[0]
      const around = node.groups.slice(0, depth)
      entries.push({ key, name: group.name, says: '', icon: 'group-by-ref-type', offset, children, groups: around })
    }
    return entries
  }
  return inside(0, nodes)
}
