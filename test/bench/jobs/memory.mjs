import { Environment, generate } from 'millrace'
import { measured } from './job.mjs'

const count = Number(process.argv[2])
const env = new Environment({ threads: 2 })
env
  .source(generate((i) => ({ key: `k${i % 1000}`, value: i & 1023 }), { count }))
  .keyBy('key')
  .sum('value')
  .sink()
await measured(env, 'memory', count)
