/** env.setParallelism between operators: what is made later has the new one. */
import { Environment, generate, print } from 'millrace'

const env = new Environment({ parallelism: 3 })

const raw = env.source(generate((i) => ({ meter: i % 4, kwh: i / 10 }), { count: 32 }))
const valid = raw.filter((reading) => reading.kwh >= 0)

env.setParallelism(2)
const byMeter = valid.keyBy('meter')
const sums = byMeter.sum('kwh')

env.setParallelism(1)
sums.map((sum) => `meter ${sum.meter}: ${sum.kwh.toFixed(1)}`).sink(print())

raw.filter((reading) => reading.kwh > 3).name('Large').setParallelism(2).sink()

env.setParallelism(4).fromCollection([1, 2]).sink()

await env.execute('meters')
