/** A .flow.mts with top-level await, also for what the source needs. */
import { Environment, print } from 'millrace'

const { readFile } = await import('node:fs/promises')
const text = await readFile(new URL('lib/stations.csv', import.meta.url), 'utf8').catch(() => 'none,0')

const env = new Environment()

const stations = env
  .fromCollection(text.trim().split('\n'))
  .map((line) => line.split(','))
  .map(([name, metres]) => ({ name, metres: Number(metres) }))
  .name('Stations')

const high = stations.filter((station) => station.metres > 500)

high.map((station) => `${station.name} lies high`).sink(print())
stations.keyBy((station) => Math.floor(station.metres / 100)).sum(() => 1).sink()

await (await env.execute('stations')).waitFinish()
