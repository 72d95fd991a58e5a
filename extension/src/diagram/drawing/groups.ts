import type { DiagramGroup, DiagramNode } from 'millrace-webview/shared'
import type { JobModel } from '../../document/index.ts'

/** Keys of the groups around an operator, outermost first. A helper's calls are told apart by their order. */
export function groupKeys({ groups }: JobModel, group: number | undefined): string[] {
  const keys: string[] = []
  for (let id = group; id !== undefined; id = groups[id].parent) {
    const { name } = groups[id]
    const ordinal = groups.slice(0, id).filter((other) => other.name === name).length
    keys.unshift(`group:${name}:${ordinal}`)
  }
  return keys
}

/** The box of a closed group, made of the boxes of what is in it. */
export function closedGroup(
  model: JobModel,
  key: string,
  members: readonly DiagramNode[],
  outward: { readonly inputs: number; readonly outputs: readonly string[] },
): DiagramNode {
  const { name, call } = model.groups.find(({ id }) => groupKeys(model, id).at(-1) === key)!
  const parallelisms = new Set(members.map(({ parallelism }) => parallelism))
  const steps = members.map((member) => member.name).join(' › ')
  const last = members.at(-1)!
  return {
    ...{ key, shape: 'group', kind: 'group', method: name, name, named: true, icon: 'group-by-ref-type' },
    summary: steps,
    description: call,
    parallelism: parallelisms.size === 1 ? last.parallelism : '…',
    parallelismWritten: false,
    marks: [...new Set(members.flatMap(({ marks }) => marks))],
    inputs: outward.inputs > 0 ? [{ port: 0 }] : [],
    outputs: outward.outputs.map((output) => (output === 'main' ? { output } : { output, name: output })),
    problems: members.flatMap(({ problems }) => problems),
    arguments: [],
    absentArguments: [],
    operators: members.flatMap(({ operators }) => operators),
    environment: last.environment,
    groups: last.groups.slice(0, last.groups.indexOf(key)),
    ...(last.type ? { type: last.type } : {}),
  }
}

/** The frames of the groups that are open. */
export function openGroups(model: JobModel, nodes: readonly DiagramNode[]): DiagramGroup[] {
  return model.groups.flatMap(({ id, name, call, parent }) => {
    const key = groupKeys(model, id).at(-1)!
    const inside = nodes.filter(({ groups }) => groups.includes(key)).map((node) => node.key)
    if (inside.length === 0) return []
    const above = parent === undefined ? undefined : groupKeys(model, parent).at(-1)
    return [{ key, name, call, nodes: inside, ...(above === undefined ? {} : { parent: above }) }]
  })
}
