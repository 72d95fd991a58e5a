import { describe, expect, it } from 'vitest'
import {
  intervalJoin,
  type OperatorFactory,
  processOperator,
  reduce,
  sum,
  type WindowFunction,
  windowAggregate,
  windowCount,
  windowJoin,
  windowOperator,
  windowProcess,
  windowReduce,
  windowSum,
} from '../../../runtime/src/operators/index.ts'
import { count, onCount, session, sliding, tumbling, type WindowAssigner } from '../../../runtime/src/time/index.ts'
import { OperatorDriver } from './operator-driver.ts'

type Pair = [key: string, value: number]

async function kept(factory: OperatorFactory, ports: readonly number[] = [0, 0]) {
  const driver = await new OperatorDriver(factory).open()
  ports.forEach((port, i) => {
    const given: Pair = ['k', i + 1]
    driver.instance.apply!(given, 'k', i + 1, port)
  })
  return driver.state.query('k')
}

const window = (fn: WindowFunction, assigner: WindowAssigner<any>, trigger?: ReturnType<typeof onCount>) =>
  windowOperator({ assigner, fn, allowedLateness: 0, keyed: true, ...(trigger ? { trigger } : {}) })
const second = (pair: Pair) => pair[1]

describe('what an operator keeps for a key is shown as its user would say it', () => {
  it.each<[string, OperatorFactory, unknown]>([
    ['sum of a field', sum(1), [{ name: 'sum', value: 3 }]],
    ['sum of a function', sum(second), [{ name: 'sum', value: 3 }]],
    ['reduce', reduce((a: Pair, b: Pair) => [a[0], a[1] * 10 + b[1]]), [{ name: 'reduce', value: ['k', 12] }]],
    [
      'a process function with timers only',
      processOperator({ onRecord: (_record, { timers }) => timers.registerEventTime(9) }, true),
      [],
    ],
    ['tumbling windows', window(windowSum(1), tumbling(10)), [{ name: 'slices', namespace: 10, value: 3 }]],
    [
      'sliding windows',
      window(windowCount(), sliding({ size: 20, slide: 10 })),
      [{ name: 'slices', namespace: 10, value: 2 }],
    ],
    [
      'sessions',
      window(
        windowReduce((a: Pair, b: Pair) => [a[0], a[1] + b[1]]),
        session(5),
      ),
      [{ name: 'windows', value: [{ start: 1, end: 7, value: ['k', 3] }] }],
    ],
    [
      'windows with a trigger',
      window(
        windowProcess(() => []),
        tumbling(10),
        onCount(5),
      ),
      [
        {
          name: 'windows',
          value: [
            {
              start: 0,
              end: 10,
              value: [
                ['k', 1],
                ['k', 2],
              ],
            },
          ],
        },
      ],
    ],
    [
      'windows of a number of records',
      window(
        windowAggregate({
          create: () => ({ total: 0 }),
          add: (own: { total: number }, pair: Pair) => ({ total: own.total + pair[1] }),
          result: ({ total }) => total,
        }),
        count(5),
      ),
      [{ name: 'windows', value: { total: 3 } }],
    ],
    ['the last of a number of records', window(windowCount(), count(1, 5)), [{ name: 'windows', value: [['k', 2]] }]],
  ])('%s', async (_what, factory, shown) => {
    expect(await kept(factory)).toEqual(shown)
  })

  it('an interval join and a window join: the records of both sides', async () => {
    const shown = { left: [['k', 1]], right: [['k', 2]] }
    expect(await kept(intervalJoin({ lower: 0, upper: 10 }), [0, 1])).toEqual([{ name: 'interval', value: shown }])
    expect(await kept(windowJoin({ assigner: tumbling(10) }), [0, 1])).toEqual([
      { name: 'slices', namespace: 10, value: shown },
    ])
  })
})
