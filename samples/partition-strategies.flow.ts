/** The seven ways a record finds its instance. Every branch prints which instance got which record. */
import { Environment, generate } from 'millrace'

const env = new Environment({ threads: 2 })
const numbers = env.source(generate((i) => i, { count: 6 })).setParallelism(2)

/** An operator with three instances that says what it gets. */
const show = (strategy: string) => (n: number) => console.log(strategy, n)

numbers.forward().inspect(show('forward')).setParallelism(2)
numbers.shuffle().inspect(show('shuffle')).setParallelism(3)
numbers.broadcast().inspect(show('broadcast')).setParallelism(3)
numbers.rescale().inspect(show('rescale')).setParallelism(4)
numbers.roundRobin().inspect(show('roundRobin')).setParallelism(3)
numbers
  .partition((n, channels) => (n === 0 ? [0, channels - 1] : n % channels))
  .inspect(show('partition'))
  .setParallelism(3)
numbers
  .keyBy((n) => (n % 2 === 0 ? 'even' : 'odd'))
  .reduce((sum, n) => sum + n)
  .setParallelism(3)
  .inspect(show('keyBy'))
  .setParallelism(3)

await env.execute('partition strategies')
