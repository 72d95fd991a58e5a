/** Event time: the mean temperature of every room and minute, although readings come out of order. */
import { Environment, generate, print, tumbling } from 'millrace'

interface Reading {
  room: string
  celsius: number
  /** Milliseconds since the first reading. */
  at: number
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const rooms = ['kitchen', 'hall', 'attic']

/** One reading a second; every fifth is reported ten seconds late. */
function readingOf(index: number): Reading {
  const second = index % 5 === 0 ? Math.max(0, index - 10) : index
  return {
    room: rooms[index % rooms.length],
    celsius: 20 + 5 * Math.sin(index / 40),
    at: second * SECOND,
  }
}

const env = new Environment({ parallelism: 2 })

const readings = env
  .source(generate(readingOf, { count: 600 }))
  .name('Readings')
  .assignTimestamps((reading) => reading.at, { outOfOrderness: 10 * SECOND })

const means = readings
  .keyBy('room')
  .window(tumbling(MINUTE))
  .process((room, { start }, inWindow) => {
    const sum = inWindow.reduce((total, { celsius }) => total + celsius, 0)
    return [`minute ${start / MINUTE}, ${room}: ${(sum / inWindow.length).toFixed(1)} °C`]
  })
  .name('Mean of each minute')

means.sink(print())

await env.execute('event-time windows')
