/**
 * Timers: says when a sensor has been silent for ten seconds, and when it is back.
 *
 * A timer tells of a silence as soon as the watermark has passed it. Records that are read together come before the
 * watermark that they make, so a reading after a silence may be seen before the timer: then the reading tells.
 */
import { type Collector, Environment, print } from 'millrace'

const SILENCE = 10_000

const told = (sensor: string, last: number) =>
  `${(last + SILENCE) / 1_000} s: ${sensor} is silent since ${last / 1_000} s`

const env = new Environment()

env
  .fromCollection([
    { sensor: 'sluice', at: 0, level: 31 },
    { sensor: 'wheel', at: 2_000, level: 12 },
    { sensor: 'sluice', at: 6_000, level: 33 },
    { sensor: 'wheel', at: 9_000, level: 13 },
    { sensor: 'sluice', at: 14_000, level: 35 },
    { sensor: 'sluice', at: 21_000, level: 34 },
    { sensor: 'wheel', at: 25_000, level: 11 },
    { sensor: 'sluice', at: 30_000, level: 32 },
    { sensor: 'wheel', at: 33_000, level: 12 },
  ])
  .assignTimestamps((reading) => reading.at)
  .keyBy('sensor')
  .process({
    open: ({ state }) => ({
      last: state<number>('last reading'),
      told: state('told of the silence', { default: false }),
    }),
    onRecord(reading, { key, state, timers }, out: Collector<string>) {
      const last = state.last.value() ?? reading.at
      const silent = reading.at - last >= SILENCE
      if (silent && !state.told.value()) out.collect(told(key, last))
      if (silent) out.collect(`${reading.at / 1_000} s: ${key} is back`)
      state.told.update(false)
      timers.deleteEventTime(last + SILENCE)
      timers.registerEventTime(reading.at + SILENCE)
      state.last.update(reading.at)
    },
    onTimer(_time, { key, state }, out) {
      state.told.update(true)
      out.collect(told(key, state.last.value()!))
    },
  })
  .name('Watch')
  .sink(print())

await env.execute('silent sensors')
