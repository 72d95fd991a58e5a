/** Dead letters: onError with 'skip', 'fail' and tags, in the middle of chains. */
import { type DeadLetter, Environment, outputTag, print } from 'millrace'

const unparsable = outputTag<DeadLetter<string>>('unparsable')
const nobody = outputTag<DeadLetter<{ user?: string }>>('nobody')

const env = new Environment()

const events = env
  .fromCollection(['{"user":"ann","n":1}', '{"user":', '{"n":3}', '{"user":"bob","n":"x"}'])
  .map((line) => JSON.parse(line) as { user?: string; n: number })
  .onError(unparsable)
  .name('Parse')

const keyed = events
  .keyBy((event) => {
    if (event.user === undefined) throw new Error('nobody')
    return event.user
  })
  .onError(nobody)

keyed.sum((event) => event.n).onError('skip').sink(print())

events.map((event) => event.n).onError('fail').sink((n) => n)
events.sideOutput(unparsable).map((letter) => `cannot read ${letter.record}: ${letter.operator}`).sink(print())
keyed.sideOutput(nobody).map((letter) => letter.message).sink(print())

await env.execute('dead letters')
