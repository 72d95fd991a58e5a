// env.parameter: the parallelism, a limit, a name, a switch
import { Environment, generate, print } from 'millrace'

const env = new Environment()
const parallelism = env.parameter('parallelism', 2)
const count = env.parameter('count', 24)
const prefix = env.parameter('prefix', 'seat ')
const loud = env.parameter('loud', false)

env.setParallelism(parallelism)

env
  .source(generate((seat) => seat, { count }), 'Seats')
  .filter((seat) => seat % 7 !== 0, 'Not the broken ones')
  .map((seat) => prefix + seat)
  .map((text) => (loud ? text.toUpperCase() : text))
  .setParallelism(env.parameter('painters', 3))
  .sink(print())

await env.execute('seats')
