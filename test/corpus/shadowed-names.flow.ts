/** Names that hide others: parameters called like streams, a local `print`, an inner `env`, one called `map`. */
import { Environment, print as show } from 'millrace'

const env = new Environment()
const map = env.fromCollection([3, 1, 2])
const filter = map.filter((map) => map > 1)

function print(map: number): string {
  const env = [map, map]
  const filter = env.map((n) => n + 1)
  return filter.join('/')
}

const union = filter.map((filter) => {
  const stream = [filter].filter((n) => n > 0).map((n) => n * 2)
  return stream.reduce((sum, n) => sum + n, 0)
})

union.map(print).sink(show())

const name = union.name('union')
name.union(map).sink(show({ format: (sink) => `sink ${sink}` }))

await env.execute('hidden names')
