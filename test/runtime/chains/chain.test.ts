import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ChainNode,
  type ChainOut,
  type ChainReport,
  ChainSlots,
  chainState,
  compileChain,
  type Outlet,
  Returned,
} from '../../../runtime/src/execution/chains/index.ts'
import {
  filter,
  flatMap,
  type InstanceContext,
  inspect,
  keyBy,
  map,
  type OperatorFactory,
  Output,
  reduce,
  sum,
} from '../../../runtime/src/operators/index.ts'
import { HeapState } from '../../../runtime/src/state/index.ts'
import { ManualClock } from '../../../runtime/src/time/index.ts'

function context(): InstanceContext {
  return {
    operatorId: 0,
    operatorName: 'op',
    instance: 0,
    parallelism: 1,
    maxParallelism: 128,
    output: new Output(),
    state: new HeapState(128),
    clock: new ManualClock(),
    wake: () => {},
    lateRecordDropped: () => {},
    failed: (error) => {
      throw error
    },
  }
}

/** An outlet that takes `size` records and is emptied by the test. */
function outlet(size: number): Outlet & { taken: unknown[] } {
  const buffers: unknown[][] = [[]]
  return {
    buffers,
    keyBuffers: undefined,
    timeBuffers: undefined,
    strategy: undefined,
    select: undefined,
    room: () => size - buffers[0].length,
    taken: buffers[0],
  }
}

interface Built {
  readonly nodes: ChainNode[]
  readonly report: ChainReport
}

/** Operators in a row, each also the head of a side branch if `forks` says so. */
function build(factories: OperatorFactory[], last: Outlet, forks: ReadonlyMap<number, Outlet> = new Map()): Built {
  const nodes = factories.map((factory, index): ChainNode => {
    const outs: ChainOut[] = []
    const side = forks.get(index)
    if (side) outs.push({ edgeId: 100 + index, outlet: side })
    outs.push(index + 1 < factories.length ? { edgeId: index, node: index + 1 } : { edgeId: index, outlet: last })
    const own = context()
    return {
      index,
      operatorId: index,
      name: `op${index}`,
      instance: factory(own),
      output: own.output,
      onError: 'fail',
      outs,
    }
  })
  const report: ChainReport = {
    recordsIn: new Float64Array(nodes.length),
    recordsOut: new Float64Array(nodes.length),
    printing: { operatorId: -1 },
    failed: (_node, _record, error) => error,
    skipped: () => {},
    pending: () => {},
    tapped: () => {},
  }
  return { nodes, report }
}

/** Runs a chain over records, emptying the outlets after each call. */
function run(factories: OperatorFactory[], records: readonly unknown[], size: number, work: number, fork?: number) {
  const last = outlet(size)
  const side = outlet(size)
  const { nodes, report } = build(factories, last, fork === undefined ? new Map() : new Map([[fork, side]]))
  const loop = compileChain(
    { input: { kind: 'batch', keys: false }, nodes, checkRecords: false, counting: true },
    report,
    new Set(),
  )
  const state = chainState(new ChainSlots(nodes).count)
  state.values = records
  state.end = records.length
  const out: unknown[] = []
  const sideOut: unknown[] = []
  for (let calls = 0; ; calls++) {
    if (calls > 100_000) throw new Error('the chain makes no progress')
    const returned = loop(state, work)
    expect(last.taken.length).toBeLessThanOrEqual(size)
    expect(side.taken.length).toBeLessThanOrEqual(size)
    out.push(...last.taken.splice(0))
    sideOut.push(...side.taken.splice(0))
    if (returned === Returned.idle) return { out, sideOut, report }
  }
}

const operators: [string, () => OperatorFactory[]][] = [
  ['map', () => [map((n) => n * 2)]],
  ['filter', () => [filter((n) => n % 3 !== 0)]],
  ['flatMap of arrays', () => [flatMap((n) => Array.from({ length: n % 4 }, (_, i) => n * 10 + i))]],
  [
    'flatMap of generators',
    () => [
      flatMap(function* (n) {
        for (let i = 0; i < n % 5; i++) yield n * 10 + i
      }),
    ],
  ],
  ['flatMap of sets and strings', () => [flatMap((n) => (n % 2 ? new Set([n, n + 1]) : String(n)))]],
  [
    'flatMap after flatMap',
    () => [
      flatMap((n) => [n, n + 1]),
      filter((n) => n % 2 === 0),
      flatMap(function* (n) {
        yield n
        yield -n
      }),
      map((n) => n + 1),
    ],
  ],
  ['inspect', () => [inspect(() => {})]],
  ['reduce', () => [keyBy((n) => n % 3), reduce((a, b) => a + b)]],
  ['sum of a function', () => [keyBy((n) => n % 3), sum((n) => n)]],
  ['sum of a field', () => [map((n) => ({ key: n % 3, n })), keyBy('key'), sum('n')]],
]

describe('every operator gives the same, however little room there is and wherever it is interrupted', () => {
  const records = Array.from({ length: 60 }, (_, n) => n)
  it.each(operators)('%s', (_name, make) => {
    const whole = run(make(), records, 1_000_000, 1_000_000).out
    for (const [size, work] of [
      [1, 1],
      [1, 1000],
      [1000, 1],
      [3, 7],
    ]) {
      expect(run(make(), records, size, work).out).toEqual(whole)
    }
  })
})

it('a fork gives both branches every record, in order, also behind iterators', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 20 })),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 9 }),
      (records, size, work) => {
        const factories = [
          flatMap((n) => Array.from({ length: n % 3 }, (_, i) => n + i)),
          map((n) => n * 2),
          flatMap(function* (n) {
            yield n
            yield n + 1
          }),
        ]
        const { out, sideOut } = run(factories, records, size, work, 1)
        const middle = records.flatMap((n) => Array.from({ length: n % 3 }, (_, i) => (n + i) * 2))
        expect(sideOut).toEqual(middle)
        expect(out).toEqual(middle.flatMap((n) => [n, n + 1]))
      },
    ),
  )
})

it('records in and out are counted for every operator of a chain', () => {
  const records = Array.from({ length: 100 }, (_, n) => n)
  const { report } = run(
    [map((n) => n), filter((n) => n < 40), flatMap((n) => [n, n]), inspect(() => {})],
    records,
    10,
    16,
  )
  expect([...report.recordsIn]).toEqual([100, 100, 40, 80])
  expect([...report.recordsOut]).toEqual([100, 40, 80, 80])
})

it('when_outletHasNoRoom_then_noRecordIsTaken', () => {
  const full = outlet(0)
  const { nodes, report } = build([map((n) => n)], full)
  const loop = compileChain(
    { input: { kind: 'batch', keys: false }, nodes, checkRecords: false, counting: true },
    report,
    new Set(),
  )
  const state = chainState(0)
  state.values = [1, 2, 3]
  state.end = 3
  expect(loop(state, 100)).toBe(Returned.noRoom)
  expect(state.position).toBe(0)
})

it('an edge that is watched shows its records, and only that edge', () => {
  const seen: unknown[] = []
  const last = outlet(100)
  const { nodes, report } = build([map((n) => n + 1), map((n) => n * 10)], last)
  const watching = { ...report, tapped: (edge: number, record: unknown) => seen.push([edge, record]) }
  const loop = compileChain(
    { input: { kind: 'batch', keys: false }, nodes, checkRecords: false, counting: true },
    watching,
    new Set([0]),
  )
  const state = chainState(0)
  state.values = [1, 2]
  state.end = 2
  loop(state, 100)
  expect(seen).toEqual([
    [0, 2],
    [0, 3],
  ])
  expect(last.taken).toEqual([20, 30])
})

it('where some records are checked, the first thousand are, and one of 64 of the later ones', () => {
  const last = outlet(10_000)
  const { nodes, report } = build([map((n) => ({ n }) as never)], last)
  const loop = compileChain(
    { input: { kind: 'batch', keys: false }, nodes, checkRecords: 'some', counting: true },
    report,
    new Set(),
  )
  const state = chainState(0)
  state.values = Array.from({ length: 3_000 }, (_, n) => n)
  state.end = 3_000
  loop(state, 10_000)
  const checked = last.taken.flatMap((record, n) => (Object.isFrozen(record) ? [n] : []))
  expect(checked.slice(0, 1_000)).toEqual(Array.from({ length: 1_000 }, (_, n) => n))
  expect(checked.slice(1_000)).toEqual(Array.from({ length: 31 }, (_, k) => (k + 16) * 64))
})

it('a flatMap that returns no iterable says what it returned', () => {
  const attempt = (result: unknown) => () => run([flatMap(() => result as never)], [1], 10, 10)
  expect(attempt(5)).toThrow(
    'the function must return an iterable (an array, a generator, ..), but it returned a number (5)',
  )
  expect(attempt(Promise.resolve([]))).toThrow('but it returned a promise')
  expect(attempt(undefined)).toThrow('but it returned undefined')
  expect(attempt({ a: 1 })).toThrow('but it returned an object (Object)')
})
