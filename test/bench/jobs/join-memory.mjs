import { Environment, generate } from 'millrace'
import { measured } from './job.mjs'
import { timeOf, userOf } from './visits.mjs'

const count = Number(process.argv[2]) / 2
const env = new Environment({ threads: 2 })
const visits = () =>
  env
    .source(generate((i) => ({ user: userOf(i, 10_000), at: timeOf(i, 100_000) }), { count }))
    .assignTimestamps((visit) => visit.at, { outOfOrderness: 10 })
    .keyBy('user')
visits()
  .intervalJoin(visits(), { lower: -100, upper: 100, join: (left, right) => [left.at, right.at] })
  .inspect(() => {})
await measured(env, 'join', count * 2)
