// Sessions: with a fixed gap, and with one that each record says
import { Environment, print, session } from 'millrace'

type Touch = { player: string; level: number; at: number }

const env = new Environment()
const touches = env.fromCollection<Touch>([
  { player: 'zoe', level: 1, at: 0 },
  { player: 'zoe', level: 1, at: 4_000 },
  { player: 'max', level: 7, at: 5_000 },
  { player: 'zoe', level: 2, at: 60_000 },
  { player: 'max', level: 7, at: 64_000 },
]).assignTimestamps(t => t.at, {}, 'Touch time').keyBy('player')

touches.window(session(10_000)).process((player, window, records) => {
  return [{ player, seconds: (window.end - window.start) / 1000, touches: records.length }]
}, 'Played').sink(print())

touches
  .window(session((touch: Touch) => touch.level * 10_000))
  .process(function* (player, { start }, records, { watermark }) {
    if (watermark < start) return
    for (const record of records) yield `${player} level ${record.level}`
  })
  .name('By level')
  .sink(print())

await env.execute('sessions')
