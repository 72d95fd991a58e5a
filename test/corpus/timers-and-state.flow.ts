/** process with all kinds of state and with event-time timers, as an object given by its name. */
import { type Collector, Environment, type ListState, type MapState, print, type ProcessFunction, type ValueState } from 'millrace'

interface Order {
  table: number
  dish: string
  at: number
}

interface Kept {
  open: ListState<string>
  counts: MapState<string, number>
  since: ValueState<number | undefined>
}

const WAIT = 15 * 60_000

/** Sends the bill when nobody has ordered for a quarter of an hour. */
const bill: ProcessFunction<number, Order, string, Kept> = {
  open: ({ listState, mapState, state, reducingState }) => {
    reducingState<number>('unused', (a, b) => a + b)
    return {
      open: listState<string>('open'),
      counts: mapState<string, number>('counts'),
      since: state<number>('since'),
    }
  },
  onRecord(order, { state, timers }, _out: Collector<string>) {
    state.open.add(order.dish)
    state.counts.set(order.dish, (state.counts.get(order.dish) ?? 0) + 1)
    const since = state.since.value()
    if (since !== undefined) timers.deleteEventTime(since + WAIT)
    state.since.update(order.at)
    timers.registerEventTime(order.at + WAIT)
  },
  onTimer(_time, { key, state }, out) {
    out.collect(`table ${key}: ${[...state.open.get()].join(', ')}`)
    state.open.clear()
    state.since.clear()
  },
}

const env = new Environment({ parallelism: 2 })

env
  .fromCollection<Order>([
    { table: 1, dish: 'soup', at: 0 },
    { table: 2, dish: 'bread', at: 60_000 },
    { table: 1, dish: 'cake', at: 120_000 },
    { table: 2, dish: 'soup', at: 3_600_000 },
  ])
  .assignTimestamps((order) => order.at)
  .keyBy('table')
  .process(bill, 'Bill')
  .uid('bill')
  .setParallelism(1)
  .sink(print())

await env.execute('restaurant')
