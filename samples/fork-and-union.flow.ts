/** A stream that is used twice is a fork; union brings branches together again. */
import { Environment, print } from 'millrace'

interface Reading {
  sensor: string
  celsius: number
}

const env = new Environment()
const readings = env.fromCollection<Reading>([
  { sensor: 'roof', celsius: 31.5 },
  { sensor: 'cellar', celsius: 12 },
  { sensor: 'roof', celsius: -3 },
  { sensor: 'attic', celsius: 38 },
])

const hot = readings.filter((reading) => reading.celsius > 30, 'Hot').map((reading) => `${reading.sensor} is hot`)
const cold = readings.filter((reading) => reading.celsius < 0, 'Cold').map((reading) => `${reading.sensor} is cold`)

hot.union(cold).sink(print())

await env.execute('fork and union')
