import { Environment, generate, sliding, tumbling } from 'millrace'
import { measured } from './job.mjs'
import { timeOf, userOf } from './visits.mjs'

const [kind] = process.argv.slice(2)
const [count, users, perSecond] = process.argv.slice(3).map(Number)
const env = new Environment({ threads: 2, parallelism: 2 })
env
  .source(generate((i) => ({ user: userOf(i, users), at: timeOf(i, perSecond), value: i & 7 }), { count }))
  .assignTimestamps((visit) => visit.at, { outOfOrderness: 10 })
  .keyBy('user')
  .window(kind === 'sliding' ? sliding({ size: 10_000, slide: 1_000 }) : tumbling(1_000))
  .sum('value')
  .inspect(() => {})
await measured(env, kind, count)
