/** Several jobs, each in a function with variables of the same names, run one after the other. */
import { Environment, print } from 'millrace'

const letters = ['a', 'b', 'c', 'a']

async function countLetters() {
  const env = new Environment({ parallelism: 2 })
  const input = env.fromCollection(letters)
  const output = input.keyBy((letter) => letter).sum(() => 1)
  output.map(([letter, n]) => `${letter}: ${n}`).sink(print())
  const job = await env.execute('count')
  await job.waitFinish()
}

const upperCase = async () => {
  const env = new Environment()
  const input = env.fromCollection(letters).name('Letters')
  const output = input.map((letter) => letter.toUpperCase())
  output.sink(print())
  return (await env.execute('upper case')).waitFinish()
}

await countLetters()
await upperCase()

{
  // and a third one in a block
  const env = new Environment()
  env.fromCollection([letters.length]).sink(print())
  await env.execute('how many')
}
