// One thread over the same reader.
import { END, parquetFile } from 'millrace'
import { flightsFile } from '../jobs/flights-file.mjs'

const source = parquetFile(flightsFile, { columns: ['origin', 'delay'] })
const context = {
  operatorName: 'Source',
  instance: 0,
  parallelism: 1,
  resolve: (path) => path,
  wake() {},
  signal: new AbortController().signal,
}
const start = performance.now()
const splits = await source.splits(context)
const reader = source.reader(splits, context)
await reader.open?.()
const airports = new Map()
let records = 0
for (;;) {
  const flights = await reader.poll(4096)
  if (flights === END) break
  for (const { origin, delay } of flights) {
    let sum = airports.get(origin)
    if (sum === undefined) {
      sum = { flights: 0, delay: 0 }
      airports.set(origin, sum)
    }
    sum.flights++
    sum.delay += delay
    records++
  }
}
await reader.close?.()
console.log(JSON.stringify({ records, ms: performance.now() - start, airports: airports.size }))
