import { Environment, parquetFile } from 'millrace'
import { flightsFile } from './flights-file.mjs'
import { measured } from './job.mjs'

const env = new Environment({ parallelism: 2, threads: 2 })
env
  .source(parquetFile(flightsFile, { columns: ['origin', 'delay'] }))
  .map((flight) => ({ airport: flight.origin, flights: 1, delay: flight.delay }))
  .keyBy('airport')
  .reduce((sum, next) => ({
    airport: sum.airport,
    flights: sum.flights + next.flights,
    delay: sum.delay + next.delay,
  }))
  .sink()
await measured(env, 'flights', 3_000_000)
