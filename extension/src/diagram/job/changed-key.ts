import type { Drawn } from '../drawing/diagram.ts'

/** The box that was added, or whose output leads elsewhere: what an edit of the text was about. */
export function changedKey(before: Drawn | undefined, after: Drawn): string | undefined {
  if (!before) return undefined
  const keys = new Set(before.nodes.map(({ key }) => key))
  const added = after.nodes.find(({ key }) => !keys.has(key))
  if (added) return added.key
  const edges = new Set(before.edges.map(({ key }) => key))
  return after.edges.find(({ key }) => !edges.has(key))?.source
}
