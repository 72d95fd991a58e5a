import { Environment } from 'millrace'

const env = new Environment({ parallelism: 2, threads: 2 })
env
  .fromCollection([1, 2, 3, 4])
  .map((n) => n)
  .shuffle()
  .map((n) => n)
  .shuffle()
  .map((n) => n)
  .shuffle()
  .sink(() => console.log('record'))
await (await env.execute('start')).waitFinish()
