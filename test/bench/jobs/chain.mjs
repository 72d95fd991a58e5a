import { Environment, generate } from 'millrace'
import { measured } from './job.mjs'

const count = Number(process.argv[2])
const env = new Environment({ threads: 1 })
let sum = 0
env
  .source(generate((i) => i, { count }))
  .map((n) => n + 1)
  .filter((n) => n % 2 === 0)
  .map((n) => n * 3)
  .inspect((n) => {
    sum = (sum + n) | 0
  })
await measured(env, 'chain', count)
