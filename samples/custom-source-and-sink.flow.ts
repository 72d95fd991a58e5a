/** A source and a sink of one's own have the same rights as those that come with Millrace. */
import { defineSink, defineSource, END, Environment } from 'millrace'

/** Counts from 1; its splits are the numbers' remainders, so that any number of instances can share them. */
const countTo = (last: number) =>
  defineSource<number, number, number>({
    name: 'Count',
    splits: ({ parallelism }) => Array.from({ length: parallelism }, (_, remainder) => remainder),
    reader(remainders, { parallelism }) {
      let next = 1
      return {
        poll(max) {
          if (next > last) return END
          const numbers: number[] = []
          for (; next <= last && numbers.length < max; next++) {
            if (remainders.includes(next % parallelism)) numbers.push(next)
          }
          return numbers
        },
        snapshot: () => next,
        restore(position) {
          next = position
        },
      }
    },
  })

/** Adds up what it gets, and says the total at the end. */
const total = defineSink<number, number>({
  name: 'Total',
  singleInstance: 'there is one total',
  writer({ print }) {
    let sum = 0
    return {
      write(numbers) {
        for (const n of numbers) sum += n
      },
      prepareCommit: () => sum,
      commit: (sum) => print(`the sum is ${sum}\n`),
    }
  },
})

const env = new Environment({ parallelism: 2 })
env.source(countTo(1000)).sink(total)

await env.execute('custom source and sink')
