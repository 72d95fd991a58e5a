// Lays out so many operators, with forks, joins and long edges: anew, and after one operator was put on an edge.
import { layOut } from '../../../extension/dist/layout/index.js'

const count = Number(process.argv[2])
const box = { width: 184, height: 60 }
const nodes = Array.from({ length: count }, (_, index) => ({ key: `n${index}`, ...box }))
const edges = nodes.slice(1).flatMap(({ key }, index) => {
  const sources = [index - (index % 3)]
  if (index % 7 === 0) sources.push(index >> 1)
  return sources.map((source) => ({ source: `n${source}`, target: key }))
})
const before = { nodes, edges, direction: 'right' }
const [edge, ...rest] = edges
const after = {
  nodes: [...nodes, { key: 'new', ...box }],
  edges: [...rest, { source: edge.source, target: 'new' }, { source: 'new', target: edge.target }],
  direction: 'right',
  edited: 'new',
}

const timed = async (request) => {
  const start = performance.now()
  const layout = await layOut(request)
  return { layout, ms: performance.now() - start }
}
const anew = await timed(before)
// The first one compiles.
await timed({ ...after, previous: anew.layout })
const edit = await timed({ ...after, previous: anew.layout })
console.log(JSON.stringify({ anew: anew.ms, edit: edit.ms }))
