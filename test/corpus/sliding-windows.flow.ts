/** Sliding windows with aggregate and with reduce. */
import { Environment, generate, print, sliding } from 'millrace'

const SECOND = 1_000

type Car = { road: string; kmh: number; at: number }

const env = new Environment({ parallelism: 2 })

const cars = env
  .source(generate((i): Car => ({ road: i % 3 ? 'A8' : 'A7', kmh: 80 + ((i * 13) % 60), at: i * 300 }), { count: 60 }))
  .name('Cars')
  .assignTimestamps(({ at }) => at)
  .keyBy('road')

const windows = cars.window(sliding({ size: 10 * SECOND, slide: 5 * SECOND, offset: 0 }))

windows
  .aggregate(
    {
      create: () => ({ sum: 0, n: 0 }),
      add(accumulator, car) {
        accumulator.sum += car.kmh
        accumulator.n++
      },
      merge: (a, b) => ({ sum: a.sum + b.sum, n: a.n + b.n }),
      result: ({ sum, n }, road, window) => `${road} from ${window.start / SECOND} s: ${Math.round(sum / n)} km/h`,
    },
    'Mean speed',
  )
  .sink(print())

cars
  .window(sliding({ size: 20 * SECOND, slide: 20 * SECOND }))
  .reduce((a, b) => (a.kmh > b.kmh ? a : b))
  .name('Fastest')
  .map((car) => `fastest on ${car.road}: ${car.kmh}`)
  .sink(print())

await env.execute('speeds')
