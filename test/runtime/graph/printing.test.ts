import { expect, it } from 'vitest'
import {
  logicalToDot,
  logicalToJson,
  logicalToMermaid,
  physicalToDot,
  physicalToJson,
  physicalToMermaid,
  printLogical,
  printPhysical,
} from '../../../runtime/src/graph/index.ts'
import { environment, physical } from './job.ts'

function wordCount() {
  const env = environment(2)
  env
    .fromCollection(['a b'])
    .flatMap((l) => l.split(' '))
    .map((w) => [w, 1])
    .keyBy(0)
    .sum(1)
    .sink()
  return env.logicalGraph()
}

it('the logical graph as text', () => {
  expect(printLogical(wordCount())).toMatchInlineSnapshot(`
    "==================================
    ===== Logical Dataflow Graph =====
    ==================================
    ====== Current Operator ======
    Operator 0: Source
      type: source
      instances: 2
      partitioning: Forward -> FlatMap (1)
    ====== Downstream Operators ======
    Operator 1: FlatMap
      type: flatMap
      instances: 2
      partitioning: Forward -> Map (2)

    ====== Current Operator ======
    Operator 1: FlatMap
      type: flatMap
      instances: 2
      partitioning: Forward -> Map (2)
    ====== Downstream Operators ======
    Operator 2: Map
      type: map
      instances: 2
      partitioning: Forward -> KeyBy (3)

    ====== Current Operator ======
    Operator 2: Map
      type: map
      instances: 2
      partitioning: Forward -> KeyBy (3)
    ====== Downstream Operators ======
    Operator 3: KeyBy [0]
      type: keyBy
      instances: 2
      partitioning: ShuffleByKey -> Sum (4)

    ====== Current Operator ======
    Operator 3: KeyBy [0]
      type: keyBy
      instances: 2
      partitioning: ShuffleByKey -> Sum (4)
    ====== Downstream Operators ======
    Operator 4: Sum [1]
      type: sum
      instances: 2
      partitioning: Forward -> Sink (5)

    ====== Current Operator ======
    Operator 4: Sum [1]
      type: sum
      instances: 2
      partitioning: Forward -> Sink (5)
    ====== Downstream Operators ======
    Operator 5: Sink
      type: sink
      instances: 2
      partitioning: none

    ====== Current Operator ======
    Operator 5: Sink
      type: sink
      instances: 2
      partitioning: none
    ====== Downstream Operators ======
    None
    "
  `)
})

it('the physical graph as text', () => {
  const graph = wordCount()
  expect(printPhysical(physical(graph), graph)).toMatchInlineSnapshot(`
    "===================================
    ===== Physical Dataflow Graph =====
    ===================================
    (Source Operator ID,Source Operator Name,Source Instance ID) --> (Destination Operator ID,Destination Operator Name,Destination Instance ID)
    (0,Source,0) --> (1,FlatMap,0)
    (0,Source,1) --> (1,FlatMap,1)
    (1,FlatMap,0) --> (2,Map,0)
    (1,FlatMap,1) --> (2,Map,1)
    (2,Map,0) --> (3,KeyBy,0)
    (2,Map,1) --> (3,KeyBy,1)
    (3,KeyBy,0) --> (4,Sum,0)
    (3,KeyBy,0) --> (4,Sum,1)
    (3,KeyBy,1) --> (4,Sum,0)
    (3,KeyBy,1) --> (4,Sum,1)
    (4,Sum,0) --> (5,Sink,0)
    (4,Sum,1) --> (5,Sink,1)

    ====== Threads ======
    Thread 0
      Source + FlatMap + Map + KeyBy [0]
      Sum + Sink [0]
    Thread 1
      Source + FlatMap + Map + KeyBy [1]
      Sum + Sink [1]
    "
  `)
})

it('Mermaid', () => {
  const graph = wordCount()
  expect(logicalToMermaid(graph)).toMatchInlineSnapshot(`
    "flowchart LR
      o0(["Source x2"])
      o1["FlatMap x2"]
      o2["Map x2"]
      o3["KeyBy x2"]
      o4["Sum x2"]
      o5[/"Sink x2"/]
      o0 -->|Forward| o1
      o1 -->|Forward| o2
      o2 -->|Forward| o3
      o3 -->|ShuffleByKey| o4
      o4 -->|Forward| o5
    "
  `)
  expect(physicalToMermaid(physical(graph), graph)).toMatchInlineSnapshot(`
    "flowchart LR
      subgraph t0["Thread 0"]
        i0(["Source [0]"])
        i2["FlatMap [0]"]
        i4["Map [0]"]
        i6["KeyBy [0]"]
        i8["Sum [0]"]
        i10[/"Sink [0]"/]
      end
      subgraph t1["Thread 1"]
        i1(["Source [1]"])
        i3["FlatMap [1]"]
        i5["Map [1]"]
        i7["KeyBy [1]"]
        i9["Sum [1]"]
        i11[/"Sink [1]"/]
      end
      i0 --- i2
      i1 --- i3
      i2 --- i4
      i3 --- i5
      i4 --- i6
      i5 --- i7
      i6 --> i8
      i6 --> i9
      i7 --> i8
      i7 --> i9
      i8 --- i10
      i9 --- i11
    "
  `)
})

it('DOT', () => {
  const graph = wordCount()
  expect(logicalToDot(graph)).toMatchInlineSnapshot(`
    "digraph logical {
      rankdir=LR
      node [shape=box]
      o0 [label="Source x2"]
      o1 [label="FlatMap x2"]
      o2 [label="Map x2"]
      o3 [label="KeyBy x2"]
      o4 [label="Sum x2"]
      o5 [label="Sink x2"]
      o0 -> o1 [label="Forward"]
      o1 -> o2 [label="Forward"]
      o2 -> o3 [label="Forward"]
      o3 -> o4 [label="ShuffleByKey"]
      o4 -> o5 [label="Forward"]
    }
    "
  `)
  expect(physicalToDot(physical(graph), graph)).toMatchInlineSnapshot(`
    "digraph physical {
      rankdir=LR
      node [shape=box]
      subgraph cluster_0 {
        label="Thread 0"
        i0 [label="Source [0]"]
        i2 [label="FlatMap [0]"]
        i4 [label="Map [0]"]
        i6 [label="KeyBy [0]"]
        i8 [label="Sum [0]"]
        i10 [label="Sink [0]"]
      }
      subgraph cluster_1 {
        label="Thread 1"
        i1 [label="Source [1]"]
        i3 [label="FlatMap [1]"]
        i5 [label="Map [1]"]
        i7 [label="KeyBy [1]"]
        i9 [label="Sum [1]"]
        i11 [label="Sink [1]"]
      }
      i0 -> i2 [arrowhead=none]
      i1 -> i3 [arrowhead=none]
      i2 -> i4 [arrowhead=none]
      i3 -> i5 [arrowhead=none]
      i4 -> i6 [arrowhead=none]
      i5 -> i7 [arrowhead=none]
      i6 -> i8
      i6 -> i9
      i7 -> i8
      i7 -> i9
      i8 -> i10 [arrowhead=none]
      i9 -> i11 [arrowhead=none]
    }
    "
  `)
})

it('JSON has all parts', () => {
  const graph = wordCount()
  expect(JSON.parse(logicalToJson(graph)).edges[0]).toMatchObject({
    source: 0,
    output: 'main',
    target: 1,
    port: 0,
    ordinal: 0,
    strategy: 'Forward',
    written: false,
  })
  const { instances, channels, chains } = JSON.parse(physicalToJson(physical(graph), graph))
  expect(instances[0]).toEqual({ task: 0, operatorId: 0, index: 0, thread: 0, chain: 0, name: 'Source' })
  expect(channels[0]).toMatchObject({ index: 0, edgeId: 0, from: 0, to: 2, chained: true, strategy: 'Forward' })
  expect(chains).toHaveLength(2)
})

it('names with quotes, brackets and line breaks stay text in Mermaid and DOT', () => {
  const env = environment()
  env
    .fromCollection([1])
    .map((n) => n, 'say "hi" [1]\n<b>\\')
    .sink()
  const graph = env.logicalGraph()
  expect(logicalToMermaid(graph).split('\n')[2]).toBe('  o1["say #34;hi#34; [1] #60;b#62;#92;"]')
  expect(logicalToDot(graph).split('\n')[4]).toBe('  o1 [label="say \\"hi\\" [1] <b>\\\\"]')
})

it('an edge with very many channels is cut, unless all are asked for', () => {
  const env = environment(20)
  env
    .fromCollection([1])
    .shuffle()
    .map((n) => n)
  const graph = env.logicalGraph()
  const text = printPhysical(physical(graph), graph)
  expect(text.match(/-->/g)).toHaveLength(201)
  expect(text).toContain('.. and 200 more channels of this edge')
  expect(printPhysical(physical(graph), graph, { all: true }).match(/-->/g)).toHaveLength(401)
})
