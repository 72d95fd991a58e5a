import { Environment, generate } from 'millrace'
import { measured } from './job.mjs'
import { pairs } from './pairs.mjs'

const count = Number(process.argv[2])
const env = new Environment({ threads: 2 })
env
  .source(generate((i) => pairs[i & (pairs.length - 1)], { count }))
  .keyBy(0)
  .reduce((_, next) => next)
  .sink()
await measured(env, 'exchange', count)
