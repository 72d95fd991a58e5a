/** Opaque: helpers as values: composed, curried, returned by functions, given to functions. */
import { type DataStream, Environment, print } from 'millrace'

type Step<A, B> = (stream: DataStream<A>) => DataStream<B>

const pipe =
  <A, B, C>(first: Step<A, B>, second: Step<B, C>): Step<A, C> =>
  (stream) =>
    second(first(stream))

const parse: Step<string, number> = (texts) => texts.map(Number)
const positive: Step<number, number> = (numbers) => numbers.filter((n) => n > 0)

const applyAll = <T>(stream: DataStream<T>, ...steps: Step<T, T>[]) => steps.reduce((s, step) => step(s), stream)

const env = new Environment()
const texts = env.fromCollection(['1', '-2', '30'])

const numbers = pipe(parse, positive)(texts)
numbers.map((n) => n + 0.5).sink(print())

applyAll(numbers, positive, (s) => s.map((n) => n * 2)).sink(print())

const build = { sink: (stream: DataStream<number>) => stream.sink(console.log) }
build.sink(numbers)

await env.execute('composed')
