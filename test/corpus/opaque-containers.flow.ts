/** Opaque: streams in arrays, objects, Maps, tuples, and taken out of them again. */
import { type DataStream, Environment, print } from 'millrace'

const env = new Environment()

const list = [env.fromCollection([1, 2]), env.fromCollection([3])]
const sources = { left: env.fromCollection(['l']), right: env.fromCollection(['r']) }
const byName = new Map<string, DataStream<string>>([
  ['left', sources.left],
  ['right', sources.right.map((text) => text + '!')],
])

const [first, second] = list
first.union(second).map((n) => n * 2).sink(print())

list[0].filter((n) => n > 1).sink(console.log)

const { left, right } = sources
left.union(right).sink(print())

byName.get('right')!.map((text) => text.toUpperCase()).sink(print())

const joined = list.reduce((a, b) => a.union(b))
joined.sink()

list.map((stream) => stream.map((n) => n + 1)).forEach((stream) => stream.sink())

await env.execute('containers')
