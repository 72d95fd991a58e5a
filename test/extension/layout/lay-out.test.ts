import { describe, expect, test } from 'vitest'
import { type Layout, layOut } from '../../../extension/src/layout/index.ts'
import { Chance, type Diagram, randomFlow, request, spots } from './random-flow.ts'

/** `a > b > c, a > d`: boxes of one size; `a > b:1` ends at the second input of b. */
function diagram(text: string): Diagram {
  const keys = new Set<string>()
  const edges = text.split(',').flatMap((chain) => {
    const steps = chain.split('>').map((step) => step.trim().split(':'))
    for (const [key] of steps) keys.add(key)
    return steps.slice(1).map(([target, port], index) => ({
      source: steps[index][0],
      target,
      ports: port === undefined ? undefined : { target: Number(port) },
    }))
  })
  return { nodes: [...keys].map((key) => ({ key, width: 100, height: 60 })), edges }
}

/** A line per layer, each box with where it begins. */
function drawn(layout: Layout) {
  const { direction } = layout
  return layout.layers
    .map((start, layer) => {
      const members = layout.nodes.filter((node) => node.layer === layer).sort((a, b) => a.order - b.order)
      return `${start}: ${members.map(({ key, x, y }) => `${key} ${direction === 'right' ? y : x}`).join(', ')}`
    })
    .join('\n')
}

describe('a diagram without a previous layout', () => {
  test('a chain is straight, one layer behind the other', async () => {
    expect(drawn(await layOut(request(diagram('a > b > c'))))).toMatchInlineSnapshot(`
      "0: a 0
      184: b 0
      368: c 0"
    `)
  })

  test('it runs downwards on demand', async () => {
    const { nodes, layers } = await layOut(request(diagram('a > b, a > c'), { direction: 'down' }))
    expect(nodes.map(({ x, y }) => [x, y])).toMatchInlineSnapshot(`
      [
        [
          64,
          0,
        ],
        [
          0,
          108,
        ],
        [
          128,
          108,
        ],
      ]
    `)
    expect(layers).toEqual([0, 108])
  })

  test('what is not connected is below each other, in the order of the text', async () => {
    expect(drawn(await layOut(request(diagram('a > b, c, d > e > f'))))).toMatchInlineSnapshot(`
      "0: a 0, c 88, d 176
      184: b 0, e 176
      368: f 176"
    `)
  })

  test('inputs are above each other in the order of their ports', async () => {
    const first = await layOut(request(diagram('a > j:0, b > j:1')))
    const second = await layOut(request(diagram('a > j:1, b > j:0')))
    expect(spots(first).get('a')!.y).toBeLessThan(spots(first).get('b')!.y)
    expect(spots(second).get('a')!.y).toBeGreaterThan(spots(second).get('b')!.y)
  })

  test.each([
    ['nothing', '', 0],
    ['one box', 'a', 1],
    ['a box that feeds itself', 'a > a', 1],
    ['a cycle', 'a > b > c > a', 3],
    ['two cycles through one box', 'a > b > a, b > c > b', 3],
    ['many edges between two boxes', 'a > b, a > b, a > b', 2],
  ])('%s has a layout, and keeps it', async (_, text, count) => {
    const { nodes, edges } = text === '' ? { nodes: [], edges: [] } : diagram(text)
    const layout = await layOut(request({ nodes, edges }))
    expect(new Set(layout.nodes.map(({ x, y }) => `${x} ${y}`)).size).toBe(count)
    expect(await layOut(request({ nodes, edges }, { previous: layout, edited: 'a' }))).toEqual(layout)
  })

  test('edges of boxes that are not there and second boxes of a key are overlooked', async () => {
    const { nodes, edges } = diagram('a > b')
    const odd = { nodes: [...nodes, nodes[0]], edges: [...edges, { source: 'a', target: 'gone' }] }
    expect(drawn(await layOut(request(odd)))).toBe(drawn(await layOut(request({ nodes, edges }))))
  })

  test('who was placed by a person draws the rest along, and nothing covers it', async () => {
    const { nodes, edges } = diagram('a > b > c')
    const placed = nodes.map((node) => (node.key === 'b' ? { ...node, placed: { x: 1000, y: 500 } } : node))
    expect(drawn(await layOut(request({ nodes: placed, edges })))).toMatchInlineSnapshot(`
      "816: a 500
      1000: b 500
      1184: c 500"
    `)
  })

  test('a chain of 1,000 operators does not exhaust the stack', async () => {
    const keys = Array.from({ length: 1000 }, (_, index) => `n${index}`)
    const chain = diagram(keys.join(' > '))
    const layout = await layOut(request(chain))
    expect(layout.layers).toHaveLength(1000)
    const longer = diagram([...keys, 'last'].join(' > '))
    expect((await layOut(request(longer, { previous: layout, edited: 'last' }))).layers).toHaveLength(1001)
  })
})

test('in a large diagram with long edges, too, every edge leads to a later layer', async () => {
  const flow = randomFlow(new Chance(3), 700)
  const layout = await layOut(request(flow))
  const now = spots(layout)
  for (const { source, target } of flow.edges) expect(now.get(target)!.layer).toBeGreaterThan(now.get(source)!.layer)
})

test('the same request gives the same layout', async () => {
  for (let graph = 0; graph < 10; graph++) {
    const flow = randomFlow(new Chance(graph), 60)
    const first = await layOut(request(flow))
    expect(await layOut(structuredClone(request(flow)))).toEqual(first)
    const next = { nodes: [...flow.nodes, { key: 'new', width: 100, height: 60 }], edges: flow.edges }
    const moved = await layOut(request(next, { previous: first, edited: 'new' }))
    expect(await layOut(structuredClone(request(next, { previous: first, edited: 'new' })))).toEqual(moved)
  }
})

describe('a diagram with a previous layout', () => {
  const edit = async (before: string, after: string, edited?: string) => {
    const previous = await layOut(request(diagram(before)))
    return drawn(await layOut(request(diagram(after), { previous, edited })))
  }

  test('an operator on an edge takes the place of the next, which moves on with those behind it', async () => {
    expect(await edit('a > b > c, a > d > e', 'a > n > b > c, a > d > e', 'n')).toMatchInlineSnapshot(`
      "0: a 44
      184: n 0, d 88
      368: b 0, e 88
      552: c 0"
    `)
  })

  test('taking the operator out again restores the layout', async () => {
    const one = diagram('a > b > c, a > d > e')
    const first = await layOut(request(one))
    const two = diagram('a > n > b > c, a > d > e')
    const second = await layOut(request(two, { previous: first, edited: 'n' }))
    expect(await layOut(request(one, { previous: second, edited: 'n' }))).toEqual(first)
  })

  test('a new branch goes below its siblings', async () => {
    expect(await edit('a > b > c', 'a > b > c, a > n', 'n')).toMatchInlineSnapshot(`
      "0: a 0
      184: b 0, n 88
      368: c 0"
    `)
  })

  test('a new source goes before the first layer, and moves nobody', async () => {
    expect(await edit('a > b', 'n > a, a > b', 'n')).toMatchInlineSnapshot(`
      "-184: n 0
      0: a 0
      184: b 0"
    `)
  })

  test('what is not connected to anything goes below everything', async () => {
    expect(await edit('a > b, a > c, a > d', 'a > b, a > c, a > d, n', 'n')).toMatchInlineSnapshot(`
      "0: a 88, n 264
      184: b 0, c 88, d 176"
    `)
  })

  test('the target of a new edge moves behind its source', async () => {
    expect(await edit('a > b > c, d > e', 'a > b > c, d > e, c > d', 'c')).toMatchInlineSnapshot(`
      "0: a 0
      184: b 0
      368: c 0
      552: d 88
      736: e 88"
    `)
  })

  test('a layer that has become empty is closed', async () => {
    expect(await edit('a > b > c > d', 'a > c > d', 'b')).toMatchInlineSnapshot(`
      "0: a 0
      184: c 0
      368: d 0"
    `)
  })

  test('in the other direction it is laid out anew', async () => {
    const previous = await layOut(request(diagram('a > b')))
    const other = request(diagram('a > b'), { direction: 'down' })
    expect(await layOut({ ...other, previous })).toEqual(await layOut(other))
  })

  test('where most is new, it is laid out anew around the edited operator', async () => {
    const previous = await layOut(request(diagram('x > y > z')))
    const layout = await layOut(request(diagram('z > a > b, z > c > d > e'), { previous, edited: 'z' }))
    expect(spots(layout).get('z')).toMatchObject({ x: spots(previous).get('z')!.x, y: spots(previous).get('z')!.y })
  })
})
