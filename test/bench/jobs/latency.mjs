import { Environment, generate } from 'millrace'
import { now } from './job.mjs'

const count = 50_000
const env = new Environment({ threads: 2 })
const delays = []
env
  .source(generate(() => now(), { count, ratePerSecond: 10_000 }))
  .shuffle()
  .sink((sent) => {
    delays.push(now() - sent)
    if (delays.length < count) return
    const settled = delays.slice(count / 5).sort((a, b) => a - b)
    console.log(JSON.stringify({ p99: settled[Math.floor(settled.length * 0.99)] }))
  })
await (await env.execute('latency')).waitFinish()
