import { Environment, generate, tumbling } from 'millrace'
import { measured } from './job.mjs'
import { timeOf, userOf } from './visits.mjs'

const [count, users, perSecond] = process.argv.slice(2).map(Number)
const env = new Environment({ threads: 2, parallelism: 2 })
let results = 0
env
  .source(generate((i) => ({ user: userOf(i, users), at: timeOf(i, perSecond) }), { count }))
  .assignTimestamps((visit) => visit.at, { outOfOrderness: 10 })
  .keyBy('user')
  .window(tumbling(10_000))
  .count()
  .inspect(() => {
    results++
  })
await measured(env, `tumbling ${results}`, count)
