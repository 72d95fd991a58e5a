// Settings taken apart: destructuring, spreads, defaults, shorthand properties
import { Environment, print } from 'millrace'

const defaults = { parallelism: 2, threads: 2, verbose: false }
const { verbose, ...settings } = defaults
const { parallelism, threads = 1 } = settings
const name = 'Rows'
const [first, second = 3] = [1]

const env = new Environment({ parallelism, threads })

const rows = env.fromCollection([{ id: 1, tags: ['a', 'b'] }, { id: 2, tags: [] as string[] }])

rows
  .name(name)
  .flatMap(({ id, tags }) => tags.map((tag) => ({ id, tag })))
  .setParallelism(second)
  .map(({ tag, ...rest }) => [tag, rest.id] as [string, number])
  .setParallelism(first)
  .inspect((row) => verbose && console.log(row))
  .keyBy(0)
  .sum(1)
  .sink(print())

await env.execute('tags')
