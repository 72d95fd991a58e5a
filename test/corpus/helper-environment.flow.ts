/** Helpers that take the Environment, or read it from around them. */
import { type DataStream, Environment, generate, print } from 'millrace'

type Beat = { heart: string; bpm: number }

const env = new Environment({ parallelism: 2 })

function beats(e: Environment, heart: string): DataStream<Beat> {
  return e.source(generate((i) => ({ heart, bpm: 60 + ((i * 7) % 40) }), { count: 20 })).name('Beats')
}

const still = () => env.fromCollection<Beat>([{ heart: 'stone', bpm: 0 }])

const all = beats(env, 'ann').union(beats(env, 'bob'), still())

all
  .keyBy((beat) => beat.heart)
  .reduce((a, b) => (a.bpm > b.bpm ? a : b))
  .map((beat) => `${beat.heart} at most ${beat.bpm}`)
  .sink(print())

await env.execute('heart beats')
