/** Every style of breaking a chain: dots first, dots last, one line, closing brackets of all kinds. */
import { Environment, print } from 'millrace'

const env =
  new Environment(
  )

const trailing = env.
  fromCollection(['b', 'a', 'c']).
  map((letter) => letter.charCodeAt(0)).
  filter((code) => code > 97).
  name('Dots last')

const inline = trailing.map((code) => code - 97).filter((n) => n % 2 === 1).name('One line').setParallelism(1)

const mixed = inline.map((n) => ({
  n,
})).keyBy(
  'n'
).sum('n').map((
  { n },
) => n)
  .filter(Boolean)
    .name('Stairs')
      .inspect(() => {
      })

mixed.sink(
  print(
  )
)

trailing
.sink(print())
.name('Not indented')

await env
  .execute(
    'styles'
  )
