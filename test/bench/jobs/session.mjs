import { Environment, generate, session } from 'millrace'
import { measured } from './job.mjs'
import { timeOf, userOf } from './visits.mjs'

const [count, users, perSecond] = process.argv.slice(2).map(Number)
const env = new Environment({ threads: 2, parallelism: 2 })
env
  .source(generate((i) => ({ user: userOf(i, users), at: timeOf(i, perSecond) }), { count }))
  .assignTimestamps((visit) => visit.at, { outOfOrderness: 10 })
  .keyBy('user')
  .window(session(500))
  .count()
  .inspect(() => {})
await measured(env, 'session', count)
