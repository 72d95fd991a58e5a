/** Helpers with arguments besides streams: names, limits, functions, defaults; used twice with others. */
import { type DataStream, Environment, generate, print } from 'millrace'

interface Reading {
  site: string
  ppm: number
}

const env = new Environment({ parallelism: 2 })

function above(readings: DataStream<Reading>, limit: number, label = 'Above') {
  return readings
    .filter((reading) => reading.ppm > limit)
    .name(label)
    .map((reading) => `${reading.site}: ${reading.ppm} > ${limit}`)
}

const mapped = <T extends object, R extends object>(stream: DataStream<T>, fn: (record: T) => R, instances: number) =>
  stream.map(fn).setParallelism(instances)

const readings = env.source(generate((i): Reading => ({ site: `s${i % 3}`, ppm: (i * 31) % 500 }), { count: 20 }))

const warnings = above(readings, 300, 'Warnings')
const alarms = above(readings, 450, 'Alarms')
const others = above(readings, 100)

warnings.union(alarms).sink(print())
others.sink()
mapped(readings, (reading) => ({ ppb: reading.ppm * 1000 }), 3).filter(({ ppb }) => ppb > 1e5).sink()
mapped(mapped(readings, ({ ppm }) => ({ ppm }), 1), ({ ppm }) => ({ half: ppm / 2 }), 2).sink()

await env.execute('air')
