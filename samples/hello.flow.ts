/** The smallest job: two words, each with an exclamation mark. */
import { Environment, print } from 'millrace'

const env = new Environment()
env
  .fromCollection(['Hello', 'world'])
  .map((word) => `${word}!`)
  .sink(print())
await env.execute('hello')
