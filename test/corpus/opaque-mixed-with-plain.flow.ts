/** Opaque: one loop in the middle of a job that is plain before and behind it. */
import { type DataStream, Environment, generate, print, tumbling } from 'millrace'

interface Sample {
  probe: string
  value: number
  at: number
}

const env = new Environment({ parallelism: 2 })

const samples = env
  .source(generate((i): Sample => ({ probe: `probe ${i % 3}`, value: i % 17, at: i * 100 }), { count: 60 }))
  .name('Samples')
  .filter((sample) => sample.value >= 0)

// One filter per limit that the configuration has.
const limits = [{ name: 'low', below: 3 }, { name: 'lower', below: 2 }]
let smoothed: DataStream<Sample> = samples
for (const { name, below } of limits) {
  smoothed = smoothed.filter((sample) => sample.value >= below).name(`Not ${name}`)
}

const perSecond = smoothed
  .assignTimestamps((sample) => sample.at)
  .keyBy('probe')
  .window(tumbling(1_000))
  .sum('value')
  .name('Per second')

perSecond.map((sample) => `${sample.probe}: ${sample.value}`).sink(print())
samples.keyBy('probe').sum(() => 1).name('How many').sink()

await env.execute('samples')
