/** What looks like streams and is none: arrays, an object called env, a class with the same methods, helpers never called. */
import { type DataStream, Environment, print } from 'millrace'

const env = { fromCollection: <T>(elements: T[]) => elements, parallelism: 8, source: (text: string) => text.length }
const numbers = env.fromCollection([3, 1, 2])
const doubled = numbers.map((n) => n * 2).filter((n) => n > 2)

class Pipeline {
  private readonly steps: string[] = []
  source(name: string): this {
    this.steps.push(name)
    return this
  }
  map(_fn: (n: number) => number): this {
    return this.source('map')
  }
  sink(): number {
    return this.steps.length
  }
}
const steps = new Pipeline().source('numbers').map((n) => n).sink()

function neverCalled(stream: DataStream<number>) {
  return stream.map((n) => n + 1).sink(print())
}
const neverCalledEither = () => new Environment().fromCollection([1]).sink(print())

const job = new Environment({ parallelism: 2 })
const stream = job.fromCollection(doubled)
const total = doubled.reduce((a, b) => a + b, steps)
stream
  .map((n) => [n].map((x) => x + total).filter((x) => x > 0).reduce((a, b) => a + b))
  .filter((n) => n > env.source('abc'))
  .sink(print())

console.log(typeof neverCalled, typeof neverCalledEither)
await job.execute('only this one')
