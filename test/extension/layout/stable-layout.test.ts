import { describe, expect, test } from 'vitest'
import { type LaidOutNode, type Layout, layOut } from '../../../extension/src/layout/index.ts'
import { Chance, type Diagram, type Edit, randomEdit, randomFlow, reachable, request, spots } from './random-flow.ts'

const GRAPHS = 100
const EDITS = 20

const covers = (a: LaidOutNode, b: LaidOutNode) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

/** Pairs of a layer whose order is another one than before, the edited node and what a person placed left out. */
function flips(before: Layout, after: Layout, skip: ReadonlySet<string>): string[] {
  const was = spots(before)
  const common = after.nodes.filter(({ key }) => was.has(key) && !skip.has(key))
  return common.flatMap((a, index) =>
    common.slice(index + 1).flatMap((b) => {
      const [wasA, wasB] = [was.get(a.key)!, was.get(b.key)!]
      if (wasA.layer !== wasB.layer || a.layer !== b.layer) return []
      return Math.sign(wasA.order - wasB.order) === Math.sign(a.order - b.order) ? [] : [`${a.key} and ${b.key}`]
    }),
  )
}

interface Step {
  readonly before: Layout
  readonly edit: Edit
  readonly diagram: Diagram
  readonly after: Layout
}

/** Every edit of every graph, with the layouts before and after it. */
async function* steps(): AsyncGenerator<Step> {
  for (let graph = 0; graph < GRAPHS; graph++) {
    const chance = new Chance(graph)
    const direction = graph % 3 === 0 ? 'down' : 'right'
    let diagram = randomFlow(chance, 1 + chance.below(40))
    let before = await layOut(request(diagram, { direction }))
    for (let step = 0; step < EDITS; step++) {
      const edit = randomEdit(chance, diagram, `e${step}`)
      const after = await layOut(request(edit.after, { direction, previous: before, edited: edit.edited }))
      yield { before, edit, diagram, after }
      before = after
      diagram = edit.after
    }
  }
}

const at = ({ x, y }: { x: number; y: number }) => ({ x, y })

describe('after one edit', async () => {
  const all: Step[] = []
  for await (const step of steps()) all.push(step)

  test('no two other nodes of a layer change their order', () => {
    for (const { before, edit, after } of all) {
      const placed = edit.after.nodes.filter((node) => node.placed).map(({ key }) => key)
      expect(flips(before, after, new Set([edit.edited, ...placed]))).toEqual([])
    }
  })

  test('the edited node and what is upstream of it stay, unless a node that a person placed would be covered', () => {
    let stayed = 0
    for (const { before, edit, diagram, after } of all) {
      const was = spots(before)
      const placed = edit.after.nodes.flatMap(({ key, width, height, placed }) =>
        placed ? [{ key, ...placed, width, height, layer: 0, order: 0 }] : [],
      )
      const upstream = reachable([...edit.after.edges, ...diagram.edges], edit.edited, true)
      for (const node of after.nodes) {
        const old = was.get(node.key)
        if (old === undefined || placed.some(({ key }) => key === node.key)) continue
        if (node.key !== edit.edited && !upstream.has(node.key)) continue
        if (placed.some((other) => covers({ ...node, ...at(old) }, other))) continue
        expect(at(node), `${node.key} after ${edit.what} ${edit.edited}`).toEqual(at(old))
        stayed++
      }
    }
    expect(stayed).toBeGreaterThan(GRAPHS * EDITS)
  })

  test('what a person placed is where it was placed', () => {
    let placed = 0
    for (const { edit, after } of all) {
      const now = spots(after)
      for (const node of edit.after.nodes) {
        if (node.placed === undefined) continue
        expect(at(now.get(node.key)!)).toEqual(node.placed)
        placed++
      }
    }
    expect(placed).toBeGreaterThan(GRAPHS)
  })

  test('no box covers another, unless a person placed both', () => {
    for (const { edit, after } of all) {
      const placed = new Set(edit.after.nodes.flatMap(({ key, placed }) => (placed ? [key] : [])))
      const covered = after.nodes.flatMap((a, index) =>
        after.nodes
          .slice(index + 1)
          .filter((b) => !(placed.has(a.key) && placed.has(b.key)) && covers(a, b))
          .map((b) => `${a.key} and ${b.key} after ${edit.what} ${edit.edited}`),
      )
      expect(covered).toEqual([])
    }
  })

  test('edges lead to later layers, and these are further on', () => {
    for (const { edit, after } of all) {
      const now = spots(after)
      for (const { source, target } of edit.after.edges)
        expect(now.get(target)!.layer, `${source} to ${target}`).toBeGreaterThan(now.get(source)!.layer)
      expect(after.layers).toEqual(after.layers.toSorted((a, b) => a - b))
    }
  })

  test('most of the nodes do not move at all', () => {
    let moved = 0
    let count = 0
    for (const { before, edit, after } of all) {
      const was = spots(before)
      for (const node of after.nodes) {
        const old = was.get(node.key)
        if (old === undefined || node.key === edit.edited) continue
        count++
        if (old.x !== node.x || old.y !== node.y) moved++
      }
    }
    expect(moved / count).toBeLessThan(0.2)
  })
})
