/** Dead letters: what cannot be read goes to a stream of its own, with the reason, and the job goes on. */
import { type DeadLetter, Environment, outputTag, print } from 'millrace'

const unreadable = outputTag<DeadLetter<string>>('unreadable')

const env = new Environment()

const parsed = env
  .fromCollection(['{"grain": "rye", "sacks": 3}', '{"grain": "oats", "sacks"', '{"grain": "rye", "sacks": 4}'])
  .map((line) => JSON.parse(line) as { grain: string; sacks: number })
  .name('Parse')
  .onError(unreadable)

parsed
  .keyBy('grain')
  .sum('sacks')
  .map(({ grain, sacks }) => `${sacks} sacks of ${grain}`)
  .sink(print())

parsed
  .sideOutput(unreadable)
  .map(({ record, operator }) => `${operator} could not read ${record}`)
  .sink(print())

await env.execute('dead letters')
