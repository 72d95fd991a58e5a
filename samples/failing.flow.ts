/** A job that fails: the error names the operator, the place in this file, and the record. */
import { Environment, print } from 'millrace'

const env = new Environment()

env
  .fromCollection(['{"n": 1}', '{"n": 2}', '{"n": 3', '{"n": 4}'])
  .map((line) => JSON.parse(line) as { n: number }, 'Parse')
  .map((record) => record.n * 10, 'Times ten')
  .sink(print())

await env.execute('failing')
