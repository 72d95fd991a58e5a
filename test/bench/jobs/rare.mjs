import { Environment, generate } from 'millrace'
import { now } from './job.mjs'

const env = new Environment({ threads: 2 })
const numbers = env.source(generate((i) => i))
numbers
  .map((n) => {
    let x = n
    for (let k = 0; k < 50; k++) x = (x * 31 + 7) | 0
    return x
  })
  .sink()
let next = 0
const delays = []
numbers
  .filter(() => {
    if (now() < next) return false
    next = now() + 100
    return true
  })
  .map(() => now())
  .shuffle()
  .sink((sent) => {
    delays.push(now() - sent)
    if (delays.length % 50 > 0) return
    const settled = [...delays].sort((a, b) => a - b)
    console.log(JSON.stringify({ p99: settled[Math.floor(settled.length * 0.99)] }))
  })
const job = await env.execute('rare')
setTimeout(() => job.stop(), 5_500)
await job.waitFinish()
