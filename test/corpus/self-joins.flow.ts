/** A stream with itself: union, window join, interval join and connect. */
import { Environment, print, tumbling } from 'millrace'

interface Stop {
  line: string
  place: string
  at: number
}

const env = new Environment()

const stops = env
  .fromCollection<Stop>([
    { line: 'S1', place: 'Airport', at: 0 },
    { line: 'S1', place: 'Centre', at: 60_000 },
    { line: 'S2', place: 'Zoo', at: 61_000 },
  ])
  .assignTimestamps((stop) => stop.at)
const keyed = stops.keyBy('line')

stops.union(stops, stops).setParallelism(2).sink()

stops
  .windowJoin(stops, {
    left: 'line',
    right: 'line',
    window: tumbling(120_000),
    join: (from, to) => `${from.place} and ${to.place}`,
  })
  .sink(print())

keyed
  .intervalJoin(keyed, { lower: 1, upper: 120_000, join: (from, to) => `${from.place} then ${to.place}` })
  .name('Next stop')
  .sink(print())

keyed
  .connect(keyed)
  .process<string>({ onLeft: (stop, _c, out) => out.collect(stop.place), onRight() {} })
  .sink(print())

await env.execute('stops')
