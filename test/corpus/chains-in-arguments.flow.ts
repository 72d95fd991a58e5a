/** Whole chains inside arguments of union, connect and joins. */
import { Environment, generate, print } from 'millrace'

const env = new Environment({ parallelism: 2 })

const a = env.fromCollection([1, 2, 3])
const b = env.fromCollection(['10', '20', 'x'])

a.union(
  b.map(Number).filter((n) => !Number.isNaN(n)),
  env
    .fromCollection([4, 5, 6])
    .name('More')
    .map((n) => n * 1000),
)
  .map((n) => n + 1)
  .sink(print())

a.keyBy((n) => n % 2)
  .connect(
    env
      .source(generate((i) => ({ parity: i % 2, text: i % 2 === 0 ? 'even' : 'odd' }), { count: 2 }))
      .uid('names')
      .keyBy('parity'),
  )
  .process<string>(
    {
      onLeft: (n, _context, out) => out.collect(`n ${n}`),
      onRight: (name, _context, out) => out.collect(name.text),
    },
    'Named numbers',
  )
  .union(a.union(a.map((n) => -n).roundRobin()).map(String))
  .sink(print())

await env.execute('inside out')
