/** Opaque: an Environment made by a function of another module, and one that is chosen. */
import { Environment, print } from 'millrace'
import { quickEnvironment } from './lib/environments.ts'

const env = quickEnvironment()

const seeds = env.fromCollection(['poppy', 'sesame'])
seeds.map((seed) => seed.length).sink(print())

const choice = process.env.MILLRACE_CORPUS_WIDE ? new Environment({ parallelism: 4 }) : new Environment()
choice.fromCollection([1, 2, 3]).filter((n) => n > 1).sink(print())

class WideEnvironment extends Environment {
  constructor() {
    super({ parallelism: 2, threads: 2 })
  }
}
const wide = new WideEnvironment()
wide.fromCollection([1]).sink()

await env.execute('seeds')
await choice.execute('numbers')
await wide.execute('wide')
