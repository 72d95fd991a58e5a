// Opaque: methods called by computed names, with call/apply, spread arguments, destructured methods
import { Environment, print } from 'millrace'

const env = new Environment()
const numbers = env.fromCollection([1, 2, 3, 4])
const others = [env.fromCollection([10]), env.fromCollection([20])]

const strategy: 'shuffle' | 'roundRobin' = 'shuffle'
const spread = numbers[strategy]()
spread.map((n) => n + 1).setParallelism(2).sink(print())

numbers['filter']((n) => n > 2).sink(print())

numbers.union(...others).sink(console.log)

const map = numbers.map.bind(numbers)
map((n) => n * 3).sink()

const args = [(n: number) => n * 4, 'By four'] as const
numbers.map(...args).sink()

Reflect.apply(numbers.inspect, numbers, [() => {}])

await env.execute('computed')
