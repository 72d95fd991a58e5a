/** Tumbling windows with an offset, allowed lateness and lateTo: first the window's settings, then its function. */
import { Environment, outputTag, print, tumbling } from 'millrace'

interface Temperature {
  city: string
  at: number
  celsius: number
}

const MINUTE = 60_000
const tooLate = outputTag<Temperature>('too late')

const env = new Environment()

const temperatures = env.fromCollection<Temperature>([
  { city: 'Oslo', at: 0, celsius: -4 },
  { city: 'Rome', at: 30_000, celsius: 17 },
  { city: 'Oslo', at: 5 * MINUTE, celsius: -2 },
  { city: 'Oslo', at: 10_000, celsius: -5 },
])

const coldest = temperatures
  .assignTimestamps((temperature) => temperature.at, { outOfOrderness: 1_000, idleAfter: 30_000 })
  .keyBy('city')
  .window(tumbling(MINUTE, { offset: -15_000 }))
  .allowedLateness(30_000)
  .lateTo(tooLate)
  .min('celsius', 'Coldest')
  .setParallelism(2)

coldest.map((t) => `${t.city} ${t.celsius}`).sink(print())
coldest
  .sideOutput(tooLate)
  .map((t) => `too late: ${t.city} at ${t.at}`)
  .sink(print())

await env.execute('coldest minutes')
