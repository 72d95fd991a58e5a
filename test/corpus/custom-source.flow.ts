/** Sources of one's own: defineSource, iterables, generators, functions, async iterables, { getNext }. */
import { defineSource, END, Environment, print } from 'millrace'

const countdown = (from: number) =>
  defineSource<number, number, number>({
    name: 'Countdown',
    detail: `from ${from}`,
    singleInstance: 'a countdown has one voice',
    splits: () => [from],
    reader([first]) {
      let next = first ?? 0
      return {
        poll(max) {
          if (next <= 0) return END
          const batch: number[] = []
          while (next > 0 && batch.length < max) batch.push(next--)
          return batch
        },
        snapshot: () => next,
        restore: (position) => {
          next = position
        },
      }
    },
  })

function* fibonacci(): Generator<number> {
  for (let [a, b] = [0, 1]; a < 100; [a, b] = [b, a + b]) yield a
}

async function* slowly() {
  yield 'one'
  yield 'two'
}

let left = 3
const env = new Environment({ parallelism: 2 })

const counted = env.source(countdown(5))
const named = env.source(countdown(2), 'Short countdown')

counted.union(named).setParallelism(1).sink(print())
env.source(fibonacci).filter((n) => n % 2 === 0).sink(print())
env.source(new Set(['x', 'y']), 'A set').sink(print())
env.source(slowly(), 'Slowly').map((word) => word.length).sink()
env.source(() => (left-- > 0 ? left : END)).name('A function').sink()
env.source({ getNext: () => END }, 'Nothing').map(String).sink()

await env.execute('own sources')
