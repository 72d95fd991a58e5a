/** Everything from a namespace import. */
import * as m from 'millrace'

const env = new m.Environment({ parallelism: 1, threads: 1 })
const bad = m.outputTag<m.DeadLetter<string>>('bad')

const numbers: m.DataStream<number> = env
  .source(m.generate((i) => (i === 7 ? 'seven' : String(i)), { count: 10 }))
  .map((text) => {
    const n = Number(text)
    if (Number.isNaN(n)) throw new TypeError(`${text} is no number`)
    return n
  })
  .onError(bad)

numbers
  .assignTimestamps((n) => n * 1000)
  .keyBy((n) => n % 2)
  .window(m.tumbling(4_000, { offset: 1_000 }))
  .count()
  .sink(m.print())

numbers.sideOutput(bad).sink(m.print({ format: ({ message }) => message }))

await env.execute('namespace')
