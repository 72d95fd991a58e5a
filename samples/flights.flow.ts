/**
 * Three million real flights: for each airport, how many took off and how late they were on average.
 *
 * The file comes with the npm package vega-datasets. Its eleven row groups are read by both instances of the source at
 * once; the counts meet by airport.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Environment, parquetFile, table } from 'millrace'

interface Flight {
  origin: string
  delay: number
}

const packageFolder = dirname(dirname(createRequire(import.meta.url).resolve('vega-datasets')))
const env = new Environment({ parallelism: 2 })
const file = env.parameter('file', join(packageFolder, 'data', 'flights-3m.parquet'))
const limit = env.parameter('limit', 10)

env
  .source(parquetFile<Flight>(file, { columns: ['origin', 'delay'] }))
  .map((flight) => ({ airport: flight.origin, flights: 1, delay: flight.delay }))
  .keyBy('airport')
  .reduce((sum, next) => ({
    airport: sum.airport,
    flights: sum.flights + next.flights,
    delay: sum.delay + next.delay,
  }))
  .name('Count and add')
  .map((sum) => ({ airport: sum.airport, flights: sum.flights, 'mean delay': sum.delay / sum.flights }))
  .name('Mean')
  .sink(table({ key: 'airport', sortBy: 'flights', descending: true, limit }))

const job = await env.execute('flights')
await job.waitFinish()
