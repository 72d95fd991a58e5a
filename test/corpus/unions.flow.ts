// Unions: of two, of three, of a stream with itself, and of a union.
import { Environment, generate, print } from 'millrace'

const env = new Environment()

const evens = env.source(generate((i) => i * 2, { count: 5 }), 'Evens')
const odds = env.source(generate((i) => i * 2 + 1, { count: 5 }), 'Odds')
const negatives = env.fromCollection([-1, -2, -3]).name('Negatives')

// in the order they come, not sorted
const both = evens.union(odds)
const all = both.union(negatives, evens.map((n) => n + 100))
const doubled = negatives.union(negatives)

all.filter((n) => n % 3 === 0).sink(print())
// a stream in itself comes twice
doubled.sink(print({ format: (n) => `twice ${n}` }))
both.union(doubled).roundRobin().inspect((n) => n).setParallelism(2)

await env.execute('numbers')
