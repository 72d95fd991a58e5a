import { describe, expectTypeOf, it } from 'vitest'
import {
  type Collector,
  type DataStream,
  type DeadLetter,
  Environment,
  outputTag,
  session,
  tumbling,
} from '../../../runtime/src/index.ts'

interface Sale {
  shop: string
  amount: number
  at: number
}

describe('types of time and state', () => {
  const env = new Environment()
  const sales = env.unconnected<Sale>()
  const keyed = sales.keyBy('shop')

  it('windows give records, or keys with numbers', () => {
    expectTypeOf(keyed.window(tumbling(10)).sum('amount')).toEqualTypeOf<DataStream<Sale>>()
    expectTypeOf(keyed.window(tumbling(10)).sum((sale) => sale.amount)).toEqualTypeOf<DataStream<[string, number]>>()
    expectTypeOf(keyed.window(tumbling(10)).count()).toEqualTypeOf<DataStream<[string, number]>>()
    expectTypeOf(keyed.timeWindow(10).count()).toEqualTypeOf<DataStream<[string, number]>>()
    expectTypeOf(sales.timeWindow(10).count()).toEqualTypeOf<DataStream<[undefined, number]>>()
    expectTypeOf(
      keyed.window(session((sale: Sale) => sale.amount)).process((key, { start }, records) => {
        expectTypeOf(key).toEqualTypeOf<string>()
        expectTypeOf(records).toEqualTypeOf<readonly Sale[]>()
        return [[key, start]]
      }),
    ).toEqualTypeOf<DataStream<[string, number]>>()
    expectTypeOf(
      keyed.window(tumbling(10)).aggregate({
        create: () => ({ n: 0 }),
        add: (own, sale) => ({ n: own.n + sale.amount }),
        result: ({ n }, key) => `${key} ${n}`,
      }),
    ).toEqualTypeOf<DataStream<string>>()
  })

  it('only numbers can be summed, and only keyed streams have windows and joins', () => {
    // @ts-expect-error a shop is no number
    void (() => keyed.window(tumbling(10)).sum('shop'))
    // @ts-expect-error without keys there is timeWindow only
    void (() => sales.window(tumbling(10)))
    // @ts-expect-error the other stream has no keys
    void (() => keyed.intervalJoin(sales, { lower: 0, upper: 1 }))
    // @ts-expect-error the keys of both sides have the same type
    void (() => keyed.intervalJoin(sales.keyBy('amount'), { lower: 0, upper: 1 }))
  })

  it('joins know both sides', () => {
    expectTypeOf(keyed.intervalJoin(keyed, { lower: 0, upper: 1 })).toEqualTypeOf<DataStream<[Sale, Sale]>>()
    expectTypeOf(sales.windowJoin(env.unconnected<{ shop: string; paid: number }>(), 'shop', 10)).toEqualTypeOf<
      DataStream<[Sale, { shop: string; paid: number }]>
    >()
    expectTypeOf(
      sales.windowJoin(env.unconnected<{ id: string }>(), {
        left: 'shop',
        right: 'id',
        window: tumbling(10),
        join: (sale, other) => `${sale.shop}${other.id}`,
      }),
    ).toEqualTypeOf<DataStream<string>>()
  })

  it('a process function knows its key, its record and what open returned', () => {
    const alerts = keyed.process({
      open: ({ state, mapState }) => ({
        total: state('total', { default: 0 }),
        seen: mapState<string, number>('seen'),
      }),
      onRecord(sale, { key, state, timestamp }, out: Collector<string>) {
        expectTypeOf(sale).toEqualTypeOf<Sale>()
        expectTypeOf(key).toEqualTypeOf<string>()
        expectTypeOf(timestamp).toEqualTypeOf<number | undefined>()
        expectTypeOf(state.total.value()).toEqualTypeOf<number>()
        expectTypeOf(state.seen.get('x')).toEqualTypeOf<number | undefined>()
        out.collect(key)
      },
      onTimer(_time, { key, state }, out) {
        expectTypeOf(key).toEqualTypeOf<string>()
        expectTypeOf(state.total.value()).toEqualTypeOf<number>()
        out.collect(key)
      },
    })
    expectTypeOf(alerts).toEqualTypeOf<DataStream<string>>()
    sales.process({
      onRecord(_sale, { key }) {
        expectTypeOf(key).toBeNever()
      },
    })
  })

  it('connected streams know both records; a broadcast record has no key', () => {
    keyed.connect(sales.keyBy((sale) => sale.shop)).process({
      onLeft: (sale, { key }) => {
        expectTypeOf(sale).toEqualTypeOf<Sale>()
        expectTypeOf(key).toEqualTypeOf<string>()
      },
      onRight: (sale) => expectTypeOf(sale).toEqualTypeOf<Sale>(),
    })
    keyed.connect(env.unconnected<{ limit: number }>().broadcast()).process({
      open: ({ broadcastState }) => broadcastState<string, number>('limits'),
      onRecord: (_sale, { key, state }) => {
        expectTypeOf(key).toEqualTypeOf<string>()
        expectTypeOf(state.get('x')).toEqualTypeOf<number | undefined>()
      },
      onBroadcast: ({ limit }, { key }) => {
        expectTypeOf(limit).toEqualTypeOf<number>()
        expectTypeOf(key).toEqualTypeOf<undefined>()
      },
    })
  })

  it('asyncMap gives what its promise gives, and side outputs what their tags say', () => {
    expectTypeOf(sales.asyncMap(async (sale) => sale.amount)).toEqualTypeOf<DataStream<number>>()
    const dead = outputTag<DeadLetter<Sale>>('dead')
    expectTypeOf(
      sales
        .map((sale) => sale.amount)
        .onError(dead)
        .sideOutput(dead),
    ).toEqualTypeOf<DataStream<DeadLetter<Sale>>>()
  })
})
