/**
 * Event time, out of order: the hours in which most flights left an airport late.
 *
 * The file is in the order in which flights were to leave; a late flight belongs to the hour in which it did leave, up to
 * four hours later. So records are out of order by up to four hours, and a window waits that long.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Environment, parquetFile, table, tumbling } from 'millrace'

interface Flight {
  date: Date
  origin: string
  /** Minutes. */
  delay: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

const packageFolder = dirname(dirname(createRequire(import.meta.url).resolve('vega-datasets')))
const env = new Environment({ parallelism: 2 })
const file = env.parameter('file', join(packageFolder, 'data', 'flights-3m.parquet'))
const limit = env.parameter('limit', 5)

env
  .source(parquetFile<Flight>(file, { columns: ['date', 'origin', 'delay'] }))
  .filter((flight) => flight.delay >= 15 && flight.delay <= 240)
  .name('Late')
  .assignTimestamps((flight) => flight.date.getTime() + flight.delay * MINUTE, { outOfOrderness: 4 * HOUR })
  .keyBy('origin')
  .window(tumbling(HOUR))
  .process((airport, { start }, flights) => {
    const hour = new Date(start).toISOString().slice(0, 13).replace('T', ' ')
    return [{ hour: `${hour}:00 ${airport}`, 'late flights': flights.length }]
  })
  .name('Per hour')
  .sink(table({ key: 'hour', sortBy: 'late flights', descending: true, limit }))

const job = await env.execute('late flights per hour')
await job.waitFinish()
