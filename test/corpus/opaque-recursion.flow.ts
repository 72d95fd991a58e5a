/** Opaque: a helper that calls itself. */
import { type DataStream, Environment, print } from 'millrace'

const env = new Environment()

function doubled(stream: DataStream<number>, times: number): DataStream<number> {
  if (times === 0) return stream
  return doubled(stream.map((n) => n * 2, `Double ${times}`), times - 1)
}

const even = (stream: DataStream<number>, depth: number): DataStream<number> =>
  depth === 0 ? stream.filter((n) => n % 4 === 0) : odd(stream, depth - 1)
const odd = (stream: DataStream<number>, depth: number): DataStream<number> =>
  depth === 0 ? stream.filter((n) => n % 4 !== 0) : even(stream, depth - 1)

const numbers = env.fromCollection([1, 2, 3])

doubled(numbers, 3)
  .map((n) => n - 1)
  .sink(print())

odd(numbers, 2).sink(print())

await env.execute('doubled')
