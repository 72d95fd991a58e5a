import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changeOf } from '../../../extension/src/diagram/index.ts'
import { changedDiagram, type Diagram } from '../../../webview/src/shared/index.ts'

/** As it comes through a message: what is undefined is not there. */
const sent = <T>(value: T): T => JSON.parse(JSON.stringify(value))

/** Diagrams of a few boxes that share keys, so that one becomes another by everything that can happen to a box. */
const diagrams: fc.Arbitrary<Diagram> = fc
  .record({
    nodes: fc.uniqueArray(
      fc.record({
        ...{ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), name: fc.constantFrom('Map', 'Filter') },
        operators: fc.array(fc.nat(3), { minLength: 1, maxLength: 2 }),
        marks: fc.subarray(['window', 'timer'] as const),
        type: fc.option(fc.record({ short: fc.constantFrom('A', 'B'), full: fc.constant('A') }), { nil: undefined }),
        spot: fc.record({ x: fc.nat(2), y: fc.nat(2), layer: fc.nat(2), order: fc.nat(2), placed: fc.boolean() }),
      }),
      { selector: ({ key }) => key },
    ),
    edges: fc.uniqueArray(
      fc.record({
        ...{ key: fc.constantFrom('p', 'q', 'r'), source: fc.constantFrom('a', 'b'), target: fc.constant('c') },
        ...{ edge: fc.nat(3), strategy: fc.constantFrom('Forward', 'Key') },
      }),
      { selector: ({ key }) => key },
    ),
    ...{ version: fc.nat(3), notices: fc.subarray(['one', 'two']), groups: fc.constant([]), empty: fc.boolean() },
    ...{ direction: fc.constantFrom('right', 'down'), environments: fc.constant([]), isJob: fc.constant(true) },
    stale: fc.option(fc.record({ message: fc.constant('wrong'), line: fc.nat(2) }), { nil: undefined }),
    readOnly: fc.option(fc.constant({ reason: 'it is' }), { nil: undefined }),
  })
  .map(({ nodes, ...rest }) => {
    const spots = Object.fromEntries(nodes.map(({ key, spot }) => [key, spot]))
    return sent({ ...rest, nodes: nodes.map(({ spot: _, ...node }) => node), spots }) as unknown as Diagram
  })

test('a diagram after the change to another is that other one', () => {
  fc.assert(
    fc.property(diagrams, diagrams, (before, after) => {
      expect(changedDiagram(before, sent(changeOf(before, after)))).toEqual(after)
    }),
  )
})

test('a box or an arrow that is as before is the same object', () => {
  fc.assert(
    fc.property(diagrams, diagrams, (before, after) => {
      const now = changedDiagram(before, sent(changeOf(before, after)))
      for (const list of ['nodes', 'edges'] as const) {
        for (const entry of now[list]) {
          const old = before[list].find(({ key }) => key === entry.key)
          if (JSON.stringify(old) === JSON.stringify(entry)) expect(entry).toBe(old)
        }
      }
    }),
  )
})

test('a box or an arrow that only has another number is named, and not sent', () => {
  fc.assert(
    fc.property(diagrams, fc.nat(9), (before, by) => {
      const nodes = before.nodes.map((node) => ({ ...node, operators: node.operators.map((id) => id + by) }))
      const edges = before.edges.map((edge) => ({ ...edge, edge: edge.edge + by }))
      const change = changeOf(before, { ...before, nodes, edges })
      expect(change.nodes).toEqual(nodes.map(({ key, operators }) => ({ key, operators })))
      expect(change.edges).toEqual(edges.map(({ key, edge }) => ({ key, edge })))
      expect(change.spots).toEqual({})
    }),
  )
})
