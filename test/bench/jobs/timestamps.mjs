import { defineSink, Environment, generate } from 'millrace'
import { measured } from './job.mjs'

const [kind, given] = process.argv.slice(2)
const count = Number(given)
const timed = kind === 'with'
let sum = 0
/** Adds up what it gets, and looks at every timestamp where there are some. */
const adding = defineSink({
  ...(timed ? { timestamps: true } : {}),
  writer: () => ({
    write(records, timestamps) {
      for (let i = 0; i < records.length; i++) sum += timed ? records[i] + (timestamps[i] & 1) : records[i]
    },
  }),
})
const env = new Environment({ threads: 2 })
const numbers = env.source(generate((i) => i, { count }))
const stream = timed ? numbers.assignTimestamps((n) => n, { outOfOrderness: 100 }) : numbers
stream
  .map((n) => n * 2)
  .filter((n) => n % 3 !== 0)
  .map((n) => n + 1)
  .sink(adding)
await measured(env, `${kind} ${sum}`, count)
