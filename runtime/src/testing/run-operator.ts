import { isDeepStrictEqual } from 'node:util'
import {
  type ChainNode,
  type ChainReport,
  ChainSlots,
  chainState,
  compileChain,
  type Outlet,
  Returned,
} from '../execution/index.ts'
import { type InstanceContext, type OperatorFactory, type OperatorInstance, Output } from '../operators/index.ts'
import { HeapState } from '../state/index.ts'
import { ManualClock } from '../time/index.ts'

export interface RunOperatorOptions {
  /** Gives each input record the key that travels beside it, as a keyBy before the operator does. */
  readonly keyOf?: (record: any) => unknown
  /** Where the operator is told it runs; by default as the only instance of an operator 0, 'operator'. */
  readonly context?: Partial<InstanceContext>
  /** What happens to a record whose function throws: 'fail' (the default) throws, 'skip' drops it. */
  readonly onError?: 'fail' | 'skip'
}

/** Room downstream (records), and records the operator may deal with in one call. */
const CIRCUMSTANCES: readonly (readonly [room: number, work: number])[] = [
  [1, 1],
  [1, 1_000],
  [1_000, 1],
  [3, 7],
]

/**
 * Runs one operator over records as the engine does, and returns what it emits: records, or `[key, record]` pairs from
 * an operator that gives keys.
 *
 * A new instance is made for each of several circumstances: full room, and an outbox of one slot that refuses until it
 * was emptied, interrupted after every record. What comes out must be the same in all of them, so the factory must make
 * instances that share nothing, and functions under test must give the same for the same records.
 *
 * @throws what the operator throws; an Error if the output depends on room or interruptions, or if it makes no progress
 */
export async function runOperator(
  factory: OperatorFactory,
  records: readonly unknown[],
  options: RunOperatorOptions = {},
): Promise<unknown[]> {
  const expected = await runOnce(factory, records, options, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
  for (const [room, work] of CIRCUMSTANCES) {
    const emitted = await runOnce(factory, records, options, room, work)
    if (isDeepStrictEqual(emitted, expected)) continue
    const at = emitted.findIndex((record, i) => !isDeepStrictEqual(record, expected[i]))
    throw new Error(
      `the operator's output depends on room: with room for ${room} and ${work} records a call it emits ${emitted.length} records instead of ${expected.length}` +
        (at < 0 ? '' : `, and record ${at} differs`),
    )
  }
  return expected
}

async function runOnce(
  factory: OperatorFactory,
  records: readonly unknown[],
  { keyOf, context, onError = 'fail' }: RunOperatorOptions,
  size: number,
  work: number,
): Promise<unknown[]> {
  const output = new Output()
  const instance = factory({
    operatorId: 0,
    operatorName: 'operator',
    instance: 0,
    parallelism: 1,
    maxParallelism: 128,
    output,
    state: new HeapState(128),
    clock: new ManualClock(),
    wake: () => {},
    lateRecordDropped: () => {},
    failed: (error) => {
      if (onError === 'fail') throw error
    },
    ...context,
  })
  const outbox = new Outbox(size, instance.shape === 'key')
  const node: ChainNode = {
    index: 0,
    operatorId: 0,
    name: 'operator',
    instance,
    output,
    onError,
    outs: [{ edgeId: 0, outlet: outbox }],
  }
  const loop = compileChain(
    { input: { kind: 'batch', keys: keyOf !== undefined }, nodes: [node], checkRecords: false, counting: true },
    report(),
    new Set(),
  )
  const state = chainState(new ChainSlots([node]).count)
  try {
    await instance.open?.()
    state.values = records
    state.keys = keyOf && records.map(keyOf)
    state.end = records.length
    drain(() => loop(state, work), outbox)
    if (finishInto(instance, state.slots)) drain(() => loop(state, work), outbox)
  } finally {
    await instance.close?.()
  }
  return outbox.taken
}

/** The records an operator still emits after the last one, pulled as there is room like those of a flatMap. */
function finishInto(instance: OperatorInstance, [slot]: ReturnType<typeof chainState>['slots']): boolean {
  const last = instance.finish?.()
  if (last === undefined) return false
  slot.iterator = last[Symbol.iterator]()
  return true
}

/** Calls until all is dealt with; the outbox is emptied whenever it is full. */
function drain(call: () => Returned, outbox: Outbox): void {
  for (;;) {
    const before = outbox.room()
    const returned = call()
    if (outbox.room() < 0) throw new Error('the operator emitted more than there was room for')
    if (returned === Returned.noRoom && before === 0) throw new Error('the operator makes no progress')
    outbox.empty()
    if (returned === Returned.idle) return
  }
}

class Outbox implements Outlet {
  readonly buffers: unknown[][] = [[]]
  readonly keyBuffers: unknown[][] | undefined
  readonly timeBuffers = undefined
  readonly strategy = undefined
  readonly select = undefined
  readonly taken: unknown[] = []
  private readonly size: number

  constructor(size: number, keys: boolean) {
    this.size = size
    this.keyBuffers = keys ? [[]] : undefined
  }

  room(): number {
    return this.size - this.buffers[0].length
  }

  empty(): void {
    const keys = this.keyBuffers?.[0].splice(0)
    const values = this.buffers[0].splice(0)
    for (let i = 0; i < values.length; i++) this.taken.push(keys === undefined ? values[i] : [keys[i], values[i]])
  }
}

function report(): ChainReport {
  return {
    recordsIn: new Float64Array(1),
    recordsOut: new Float64Array(1),
    printing: { operatorId: -1 },
    failed: (_node, _record, error) => error,
    skipped: () => {},
    pending: () => {},
    tapped: () => {},
  }
}
