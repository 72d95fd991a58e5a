// A stream kept in one `let` that is reassigned step by step.
import { Environment, print } from 'millrace'

const env = new Environment()

// TODO read them from the shop's file

let s = env.source(['  Apples ', 'pears', '', ' Plums', 'pears '])
s = s.map(x => x.trim())
s = s.filter(x => x.length > 0)
s = s.map(x => x.toLowerCase())
s = s.setParallelism(1)
s.sink(print())

// and once more from where it got to
s = s.filter((fruit) => fruit.startsWith('p')).name('Only p')
s = s.union(s)
s.sink(console.log)

await env.execute('fruit')
