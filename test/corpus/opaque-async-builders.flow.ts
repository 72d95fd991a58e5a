/** Opaque: helpers that are async, generators, or hand streams to callbacks. */
import { type DataStream, Environment, print } from 'millrace'

const env = new Environment()

async function load(name: string): Promise<DataStream<string>> {
  await Promise.resolve()
  return env.fromCollection([name, name + name]).name(name)
}

function* parts(stream: DataStream<string>) {
  yield stream.filter((text) => text.length === 1)
  yield stream.filter((text) => text.length > 1)
}

function withStream(stream: DataStream<string>, then: (stream: DataStream<number>) => void): void {
  then(stream.map((text) => text.length))
}

const a = await load('a')
const [x, y] = await Promise.all([load('x'), load('y')])
a.union(x, y).sink(print())

for (const part of parts(a)) part.sink()

withStream(a, (lengths) => {
  lengths.sink(print())
})

await env.execute('async builders')
