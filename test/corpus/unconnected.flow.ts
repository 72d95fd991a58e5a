/** An operator without input: type-checks, is drawn with an open input, and is refused when it runs. */
import { Environment, print } from 'millrace'

interface Flight {
  number: string
  minutesLate: number
}

const env = new Environment({ parallelism: 2 })

const late = env
  .unconnected<Flight>()
  .filter((flight) => flight.minutesLate > 15)
  .name('Late')

late
  .map((flight) => `${flight.number} is ${flight.minutesLate} minutes late`)
  .name('Text')
  .sink(print())

const other = env.unconnected<{ id: number }>().map((record) => record)
other.sink()

await env.execute('not yet')
