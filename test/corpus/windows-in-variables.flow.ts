/** Windowed and connected streams in variables, settings called on them later, one of them used twice. */
import { Environment, generate, outputTag, print, sliding, tumbling } from 'millrace'

type Tick = { symbol: string; price: number; at: number }

const late = outputTag<Tick>('late')
const env = new Environment({ parallelism: 2 })

const ticks = env
  .source(generate((i): Tick => ({ symbol: i % 2 ? 'ACME' : 'MILL', price: 100 + (i % 7), at: i * 500 }), { count: 40 }))
  .assignTimestamps((tick) => tick.at)
const bySymbol = ticks.keyBy('symbol')

const fiveSeconds = bySymbol.window(tumbling(5_000))
const tolerant = fiveSeconds.allowedLateness(1_000)
const highest = tolerant.max('price')
const lowest = fiveSeconds.min('price', 'Lowest')

const perMinute = tumbling(60_000)
const counts = bySymbol.window(perMinute).lateTo(late).count()
const smooth = { size: 4_000, slide: 2_000 }
bySymbol.window(sliding(smooth)).reduce((a, b) => (a.at > b.at ? a : b)).sink()

const both = highest.keyBy('symbol').connect(lowest.keyBy('symbol'))
const spread = both.process<string>({
  onLeft: (tick, { key }, out) => out.collect(`${key} up to ${tick.price}`),
  onRight: (tick, { key }, out) => out.collect(`${key} down to ${tick.price}`),
})
spread.sink(print())
counts.sideOutput(late).sink()
counts.map(([symbol, n]) => `${symbol}: ${n}`).sink(print())

await env.execute('ticks')
