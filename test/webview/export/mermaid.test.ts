import { expect, test } from 'vitest'
import { mermaid } from '../../../webview/src/editor/around/export/mermaid.ts'
import { arrow, box, row } from './job.ts'

test('boxes have shapes, instances and names; arrows have strategies, but for a forward that nobody wrote', () => {
  const nodes = [
    box('lines', { name: 'Lines', shape: 'source' }),
    box('words', { name: 'Words', parallelism: 4 }),
    box('print', { name: 'Print', shape: 'sink' }),
  ]
  const edges = [
    arrow('lines', 'words'),
    arrow('words', 'print', { strategy: 'Shuffle', output: 'late', written: true }),
  ]
  expect(mermaid(row(nodes, { edges }))).toMatchInlineSnapshot(`
    "flowchart LR
      n0(["Lines"])
      n1["Words ×4"]
      n2[("Print")]
      n0 --> n1
      n1 -->|"late: Shuffle"| n2
    "
  `)
})

test('groups are subgraphs, within each other as in the diagram; a diagram that runs down is drawn so', () => {
  const nodes = [box('a'), box('b', { groups: ['outer'] }), box('c', { groups: ['outer', 'inner'] })]
  const groups = [
    { key: 'outer', name: 'clean', call: 'clean(a)', nodes: ['b', 'c'] },
    { key: 'inner', name: 'trim', call: 'trim(b)', nodes: ['c'], parent: 'outer' },
  ]
  expect(mermaid(row(nodes, { groups, direction: 'down' }))).toMatchInlineSnapshot(`
    "flowchart TD
      n0["a"]
      subgraph g0["clean"]
        n1["b"]
        subgraph g1["trim"]
          n2["c"]
        end
      end
    "
  `)
})

test('no name ends its own text, nor is read as Markdown or HTML', () => {
  const text = mermaid(row([box('a', { name: '"a" <b>#1</b> `code` *b* c_d_\nend' })]))
  expect(text).toMatchInlineSnapshot(`
    "flowchart LR
      n0["#34;a#34; #60;b#62;#35;1#60;/b#62; #96;code#96; #42;b#42; c#95;d#95; end"]
    "
  `)
})
