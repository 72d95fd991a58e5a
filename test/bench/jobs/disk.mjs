import { disk, Environment, generate } from 'millrace'
import { userOf } from './visits.mjs'

const [count, users] = process.argv.slice(2).map(Number)
const env = new Environment({ threads: 2, parallelism: 2, state: disk() })
env
  .source(generate((i) => ({ user: `user ${userOf(i, users)}`, value: i & 7 }), { count }))
  .keyBy('user')
  .sum('value')
  .sink()
const job = await env.execute('disk')
// The heap of both threads and of the coordinator, as it was at its largest.
let heap = 0
const timer = setInterval(() => {
  const { threads } = job.metrics()
  const used = threads.reduce((sum, { heapUsed }) => sum + heapUsed, process.memoryUsage().heapUsed)
  heap = Math.max(heap, used / 2 ** 20)
}, 200)
const { durationMs } = await job.waitFinish()
clearInterval(timer)
console.log(JSON.stringify({ records: count, ms: durationMs, heap }))
