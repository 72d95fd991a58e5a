import { describe, expect, it } from 'vitest'
import {
  broadcastProcess,
  type Collector,
  coProcess,
  type OperatorFactory,
  type ProcessContext,
  type ProcessFunction,
  processOperator,
} from '../../../runtime/src/operators/index.ts'
import type { ListState, MapState, ReducingState, ValueState } from '../../../runtime/src/state/index.ts'
import { OperatorDriver } from './operator-driver.ts'

interface States {
  readonly value: ValueState<number>
  readonly list: ListState<number>
  readonly map: MapState<string, number>
  readonly sum: ReducingState<number>
}
type Fn = ProcessFunction<string, string, string, States>
type Kept = [context: ProcessContext<string, States>, out: Collector<string>]

const opened: Pick<Fn, 'open'> = {
  open: ({ state, listState, mapState, reducingState }) => ({
    value: state('value', { default: 0 }),
    list: listState('list'),
    map: mapState('map'),
    sum: reducingState('sum', (a, b) => a + b),
  }),
}
const uses: [what: string, use: (...kept: Kept) => unknown][] = [
  ['reading a value', ({ state }) => state.value.value()],
  ['writing a value', ({ state }) => state.value.update(1)],
  ['clearing a value', ({ state }) => state.value.clear()],
  ['reading a list', ({ state }) => state.list.get()],
  ['adding to a list', ({ state }) => state.list.add(1)],
  ['reading a map', ({ state }) => state.map.size],
  ['setting in a map', ({ state }) => state.map.set('x', 1)],
  ['adding to what is reduced', ({ state }) => state.sum.add(1)],
  ['registering a timer', ({ timers }) => timers.registerEventTime(1)],
  ['deleting a timer', ({ timers }) => timers.deleteProcessingTime(1)],
  ['emitting', (_context, out) => out.collect('late')],
  ['emitting to a side output', (context) => context.output({ id: 'side' }, 'late')],
]

/** Every function runs once, and keeps what it was given. */
async function afterwards(
  make: (keep: (...kept: Kept) => void) => OperatorFactory,
  run: (own: OperatorDriver) => unknown,
) {
  let kept: Kept | undefined
  const own = await new OperatorDriver(
    make((...given) => {
      kept = given
    }),
    ['side'],
  ).open()
  try {
    run(own)
  } catch {
    // A function that threw has returned as well.
  }
  return { own, kept: kept! }
}

describe('what a process function was given, after it has returned', () => {
  it.each(uses)('refuses %s, and names the operator and the cure', async (_what, use) => {
    const { own, kept } = await afterwards(
      (keep) => processOperator({ ...opened, onRecord: (_record, ...given) => keep(...given) } as Fn, true),
      (driver) => driver.push('a', 1, 'first').push('b', 2, 'second'),
    )
    expect(() => use(...kept)).toThrow(
      /^'operator' uses .* while it processes no record: .*; put asyncMap\(\.\.\) before it/,
    )
    expect(own.taken()).toEqual([])
    expect(own.side('side')).toEqual([])
    expect(own.state.query('second')).toEqual([])
  })

  it('says so in one sentence', async () => {
    const { kept } = await afterwards(
      (keep) => processOperator({ ...opened, onRecord: (_record, ...given) => keep(...given) } as Fn, true),
      (driver) => driver.push('a', 1),
    )
    const [{ state, timers }, out] = kept
    expect(() => state.value.value()).toThrowErrorMatchingInlineSnapshot(
      `[Error: 'operator' uses the state 'value' while it processes no record: context, state and out are those of a record only until the function returns; put asyncMap(..) before it for what takes time, or register a timer to go on later]`,
    )
    expect(() => timers.registerEventTime(1)).toThrowErrorMatchingInlineSnapshot(
      `[Error: 'operator' uses its timers while it processes no record: context, state and out are those of a record only until the function returns; put asyncMap(..) before it for what takes time, or register a timer to go on later]`,
    )
    expect(() => out.collect('late')).toThrowErrorMatchingInlineSnapshot(
      `[Error: 'operator' uses out while it processes no record: context, state and out are those of a record only until the function returns; put asyncMap(..) before it for what takes time, or register a timer to go on later]`,
    )
  })

  it.each<[string, (keep: (...kept: Kept) => void) => OperatorFactory, (own: OperatorDriver) => unknown]>([
    [
      'a timer',
      (keep) =>
        processOperator(
          {
            ...opened,
            onRecord: (_record, { timers }) => timers.registerEventTime(5),
            onTimer: (_time, ...given) => keep(...(given as Kept)),
          } as Fn,
          true,
        ),
      (own) => own.push('a', 1).watermark(9),
    ],
    [
      'a record on which the function threw',
      (keep) =>
        processOperator(
          {
            ...opened,
            onRecord: (_record: unknown, ...given: Kept) => {
              keep(...given)
              throw new Error('not this one')
            },
          } as Fn,
          true,
        ),
      (own) => own.push('a', 1),
    ],
    [
      'a record of two streams',
      (keep) =>
        coProcess({
          ...opened,
          onLeft: (_record: unknown, ...given: Kept) => keep(...given),
          onRight: () => {},
        } as never),
      (own) => own.push('a', 1, 'k', 0),
    ],
    [
      'a broadcast record',
      (keep) =>
        broadcastProcess(
          {
            ...opened,
            onRecord: () => {},
            onBroadcast: (_record: unknown, ...given: Kept) => keep(...given),
          } as never,
          true,
        ),
      (own) => own.push('a', 1, 'k', 1),
    ],
  ])('refuses to be used also after %s', async (_what, make, run) => {
    const { kept } = await afterwards(make, run)
    for (const [, use] of uses) expect(() => use(...kept)).toThrow(/^'operator' uses .* while it processes no record/)
  })

  it('emits no longer where there are no keys either', async () => {
    const { own, kept } = await afterwards(
      (keep) => processOperator({ onRecord: (_record, context, out) => keep(context as never, out as never) }, false),
      (driver) => driver.push('a', 1, undefined),
    )
    expect(() => kept[1].collect('late')).toThrow("'operator' uses out while it processes no record")
    expect(own.taken()).toEqual([])
  })

  it('has no key any more, rather than that of another record', async () => {
    const { kept } = await afterwards(
      (keep) => processOperator({ onRecord: (_record, ...given) => keep(...(given as never as Kept)) }, true),
      (driver) => driver.push('a', 1, 'first').push('b', 2, 'second'),
    )
    expect(kept[0].key).toBeUndefined()
  })
})

describe('state, where there is no key', () => {
  it('is refused in onBroadcast with the reason', async () => {
    const own = await new OperatorDriver(
      broadcastProcess(
        {
          ...opened,
          onRecord: () => {},
          onBroadcast: (_record: string, { state }: any) => state.value.value(),
        } as never,
        true,
      ),
    ).open()
    expect(() => own.push('rule', 1, 'k', 1)).toThrowErrorMatchingInlineSnapshot(
      `[Error: the state 'value' cannot be used in onBroadcast: a broadcast record has no key]`,
    )
  })

  it('is refused in open', async () => {
    const own = new OperatorDriver(
      processOperator(
        { open: ({ state }: any) => state('value', { default: 0 }).value(), onRecord: () => {} } as never,
        true,
      ),
    )
    await expect(own.open()).rejects.toThrowErrorMatchingInlineSnapshot(
      `[Error: 'operator' uses the state 'value' while it processes no record: context, state and out are those of a record only until the function returns; put asyncMap(..) before it for what takes time, or register a timer to go on later]`,
    )
  })
})
