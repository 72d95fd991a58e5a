// The Environment and others imported under other names; types imported apart.
import { Environment as Env, print as toConsole, fromCollection as rows } from 'millrace'
import type { DataStream as Stream } from 'millrace'

type Trip = { from: string; to: string; minutes: number }

const job = new Env({ parallelism: 2 })
const trips: Stream<Trip> = job.source(
  rows<Trip>([
    { from: 'Ulm', to: 'Bonn', minutes: 301 },
    { from: 'Bonn', to: 'Köln', minutes: 22 },
    { from: 'Rom', to: 'Wien', minutes: 790 },
    { from: 'Wien', to: 'Linz', minutes: 75 },
  ]),
  'Trips',
)
const long: Stream<Trip> = trips.filter((trip) => trip.minutes > 60)
long.map((trip) => `${trip.from} – ${trip.to}`).sink(toConsole())

await job.execute('long trips')
