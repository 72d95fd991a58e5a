/** Helpers that call helpers, one with an expression body, one with variables, one of them generic. */
import { Environment, print } from 'millrace'
import type { DataStream } from 'millrace'

type Timed<T> = { at: number; value: T }

const values = <T>(stream: DataStream<Timed<T>>) => stream.map(({ value }) => value as T & object)

function only<T extends { ok: boolean }>(stream: DataStream<T>): DataStream<T> {
  const good = stream.filter((record) => record.ok)
  return good
}

const goodValues = (stream: DataStream<Timed<{ ok: boolean; n: number }>>) => only(values(stream)).name('Good')

const report = (stream: DataStream<Timed<{ ok: boolean; n: number }>>) => {
  const good = goodValues(stream)
  const numbers = good.map((record) => record.n)
  numbers.filter((n) => n > 10).sink(print())
  return numbers
}

const env = new Environment()
const input = env.fromCollection<Timed<{ ok: boolean; n: number }>>([
  { at: 1, value: { ok: true, n: 5 } },
  { at: 2, value: { ok: false, n: 50 } },
  { at: 3, value: { ok: true, n: 500 } },
])
report(input).map((n) => n * 2).sink(print())

await env.execute('good ones')
