import { Environment, generate } from 'millrace'

const begin = performance.now()
const env = new Environment({ parallelism: 500, threads: 2 })
env
  .source(generate((i) => i, { count: 1_000_000 }))
  .shuffle()
  .map((n) => n)
  .sink()
await (await env.execute('channels')).waitFinish()
console.log(JSON.stringify({ seconds: (performance.now() - begin) / 1000, rss: process.resourceUsage().maxRSS / 1024 }))
