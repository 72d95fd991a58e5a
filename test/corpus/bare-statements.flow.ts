/** Statements of other forms: void, comma, parentheses, labels, nested blocks, chained assignment. */
import { Environment, print } from 'millrace'

const env = (new Environment(({ parallelism: (2) })))

const names = (env).fromCollection(['Ada', 'Bob', 'Cy'])

void names.sink(print())
names.map((name) => name[0]).sink(print()), names.map((name) => name.length).sink()

{
  const names = env.fromCollection([1, 2, 3]).name('Inner names')
  {
    names.filter((n) => n > 1).sink(print())
  }
}

let a, b
a = b = names.filter((name) => name.length > 2).name('Assigned twice')
a.sink(print({ format: (name) => `a ${name}` }))
b.sink(print({ format: (name) => `b ${name}` }))

label: {
  names.inspect(() => {}).name('In a labelled block')
  break label
}

;((names)).keyBy((name) => (name.length)).sum(() => (1))
  .sink((print()))

const { state } = await ((await env.execute('bare')).waitFinish())
console.log(state)
