/** Sinks of one's own: defineSink as a constant and from a function, functions, and sinks without an argument. */
import { collect, defineSink, Environment, type Sink, print } from 'millrace'

const largest = defineSink<number, number>({
  name: 'Largest',
  singleInstance: 'there is one largest number',
  writer({ print: write }) {
    let most = -Infinity
    return {
      write(numbers) {
        for (const n of numbers) if (n > most) most = n
      },
      prepareCommit: () => most,
      commit: (n) => write(`the largest is ${n}\n`),
    }
  },
})

function prefixed<T>(prefix: string): Sink<T> {
  return defineSink<T, undefined>({
    name: `To ${prefix}`,
    writer: ({ print: write }) => ({
      write(records) {
        for (const record of records) write(`${prefix}: ${String(record)}\n`)
      },
    }),
  })
}

const env = new Environment({ parallelism: 2 })
const numbers = env.fromCollection([3, 9, 4])

numbers.sink(largest)
numbers.map((n) => n * n).sink(prefixed('squares')).name('Squares')
numbers.sink(prefixed('again'))
numbers.sink((n) => console.log('a function got', n))
numbers.sink(async (n) => {
  await Promise.resolve(n)
}).name('Async').setParallelism(1)
numbers.sink()
numbers.sink(collect('numbers'))
numbers.sink(print({ format: (n) => `<${n}>` })).uid('brackets')

const job = await env.execute('own sinks')
await job.waitFinish()
