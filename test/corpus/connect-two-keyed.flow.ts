/** connect: two keyed streams that share one state per key. */
import { type Collector, Environment, print } from 'millrace'

interface Started {
  taxi: number
  place: string
}
interface Ended {
  taxi: number
  km: number
}

const env = new Environment({ parallelism: 2 })

const started = env.fromCollection<Started>([
  { taxi: 7, place: 'station' },
  { taxi: 9, place: 'harbour' },
])
const ended = env.fromCollection<Ended>([
  { taxi: 9, km: 3.5 },
  { taxi: 7, km: 11 },
])

const trips = started
  .keyBy('taxi')
  .connect(ended.keyBy((end) => end.taxi))
  .process({
    open: ({ state }) => ({
      place: state<string>('place'),
      km: state<number>('km'),
    }),
    onLeft(start, { key, state }, out: Collector<string>) {
      const km = state.km.value()
      if (km === undefined) state.place.update(start.place)
      else out.collect(`taxi ${key}: ${km} km from ${start.place}`)
    },
    onRight(end, { key, state }, out) {
      const place = state.place.value()
      if (place === undefined) state.km.update(end.km)
      else out.collect(`taxi ${key}: ${end.km} km from ${place}`)
    },
  })
  .name('Trips')
  .uid('trips')

trips.sink(print())

await env.execute('taxi trips')
